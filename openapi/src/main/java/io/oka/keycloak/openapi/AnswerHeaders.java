package io.oka.keycloak.openapi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds headers to answers that are no problems. What can be changed under {@code If-Match} is what carries an {@code
 * ETag}: the representation that an operation with a 412 gives, wherever it is given.
 */
final class AnswerHeaders {

    static final String REQUEST_ID = "X-Request-ID";

    private AnswerHeaders() {}

    static void add(OpenAPI document, List<Call> calls) {
        declare(document.getComponents());
        Set<String> versioned = calls.stream()
                .filter(call -> call.answers("412"))
                .flatMap(call -> call.given().stream())
                .collect(Collectors.toSet());
        calls.forEach(call -> {
            boolean tagged = call.given().filter(versioned::contains).isPresent();
            call.successes().forEach(answer -> {
                answer.addHeader(REQUEST_ID, shared("RequestId"));
                if (tagged) {
                    answer.addHeader("ETag", shared("ETag"));
                }
                if (call.isPaged()) {
                    answer.addHeader("X-Total-Count", shared("TotalCount"));
                }
            });
            if (call.isCreation()) {
                Stream.of("201", "202")
                        .map(call.operation().getResponses()::getAPIResponse)
                        .filter(Objects::nonNull)
                        .forEach(answer -> answer.addHeader("Location", shared("Location")));
            }
            describe(call, "200", "OK");
            describe(call, "201", "Made");
            describe(call, "202", "Taken in; it is done later");
            describe(call, "204", "Done; there is nothing to say");
            Optional.ofNullable(call.operation().getResponses().getAPIResponse("304"))
                    .ifPresent(answer -> answer.addHeader(REQUEST_ID, shared("RequestId"))
                            .addHeader("ETag", shared("ETag"))
                            .content(null));
            describe(call, "304", "Not changed since the version in `If-None-Match`");
        });
    }

    static Header shared(String name) {
        return OASFactory.createHeader().ref("#/components/headers/" + name);
    }

    private static void describe(Call call, String status, String description) {
        APIResponse answer = call.operation().getResponses().getAPIResponse(status);
        if (answer != null && answer.getDescription() == null) {
            answer.setDescription(description);
        }
    }

    private static void declare(Components components) {
        components
                .addHeader("RequestId", header("The request's id, taken or made", text()))
                .addHeader("ETag", header("Its version, for `If-Match`", text()))
                .addHeader("Location", header("The address of what was made", text().format("uri")))
                .addHeader("TotalCount", header("How many rows there are in all", number().format("int64")))
                .addHeader("RetryAfter", header("How many seconds to wait", number().format("int32")))
                .addHeader("WwwAuthenticate", header("What token (RFC 6750) or signature is needed", text()));
    }

    private static Header header(String description, Schema schema) {
        return OASFactory.createHeader().description(description).required(true).schema(schema);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    private static Schema number() {
        return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER);
    }
}
