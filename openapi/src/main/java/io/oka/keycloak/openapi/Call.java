package io.oka.keycloak.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** An operation and where it stands. */
record Call(String path, PathItem item, PathItem.HttpMethod method, Operation operation) {

    static List<Call> of(OpenAPI document) {
        return document.getPaths().getPathItems().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(at -> at.getValue().getOperations().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> new Call(at.getKey(), at.getValue(), one.getKey(), one.getValue())))
                .toList();
    }

    boolean isForOperators() {
        return path.startsWith("/admin/");
    }

    /** Whether it is an agent's, which signs each request. */
    boolean isSigned() {
        return path.startsWith("/realms/{realm}/sync/") && !isOpen();
    }

    /** Whether it says itself that it needs neither token nor signature. */
    private boolean isOpen() {
        return operation.getSecurity() != null && operation.getSecurity().isEmpty();
    }

    boolean isBelowTenant() {
        return path.contains("/{tenantId}");
    }

    boolean changesSomething() {
        return method != PathItem.HttpMethod.GET && method != PathItem.HttpMethod.HEAD;
    }

    boolean hasBody() {
        return operation.getRequestBody() != null;
    }

    /** Whether it makes something, at once or of what it takes in, and so heeds {@code Idempotency-Key}. */
    boolean isCreation() {
        return method == PathItem.HttpMethod.POST && (answers("201") || (answers("202") && hasBody()));
    }

    boolean answers(String status) {
        return operation.getResponses().hasAPIResponse(status);
    }

    boolean hasQuery() {
        return !queryParameters().isEmpty();
    }

    /** Whether it gives a part of a bounded list. */
    boolean isPaged() {
        return queryParameters().containsAll(Set.of("first", "max"));
    }

    /** Whether it gives a part of a log that grows without bound. */
    boolean isLog() {
        return queryParameters().containsAll(Set.of("cursor", "limit"));
    }

    private Set<String> queryParameters() {
        return Stream.ofNullable(operation.getParameters())
                .flatMap(List::stream)
                .filter(parameter -> parameter.getIn() == Parameter.In.QUERY)
                .map(Parameter::getName)
                .collect(Collectors.toSet());
    }

    List<APIResponse> successes() {
        return operation.getResponses().getAPIResponses().entrySet().stream()
                .filter(answer -> answer.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The named schema of what it gives, where that is one thing and no list. */
    Optional<String> given() {
        return successes().stream()
                .filter(answer -> answer.getContent() != null)
                .flatMap(answer -> answer.getContent().getMediaTypes().values().stream())
                .flatMap(type -> Optional.ofNullable(type.getSchema()).map(Schema::getRef).stream())
                .findFirst();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
