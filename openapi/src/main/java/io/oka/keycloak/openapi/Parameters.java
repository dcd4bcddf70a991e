package io.oka.keycloak.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Adds the parameters that many operations share. Which headers an operation heeds follows from what it documents: one
 * that answers 412 takes {@code If-Match}, 304 {@code If-None-Match}, and a POST that answers 201 {@code
 * Idempotency-Key}.
 */
final class Parameters {

    private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");

    /** The path parameters that occur in many places; all others describe themselves. */
    private static final Map<String, String> SHARED_IN_PATH = Map.ofEntries(
            Map.entry("realm", "Realm"),
            Map.entry("tenantId", "TenantId"),
            Map.entry("userId", "UserId"),
            Map.entry("sessionId", "SessionId"),
            Map.entry("invitationId", "InvitationId"),
            Map.entry("keyId", "KeyId"),
            Map.entry("tier", "Tier"),
            Map.entry("service", "Service"),
            Map.entry("flagKey", "FlagKey"),
            Map.entry("overrideId", "OverrideId"),
            Map.entry("webhookId", "WebhookId"),
            Map.entry("agentSystem", "AgentSystem"),
            Map.entry("deliveryId", "DeliveryId"),
            Map.entry("mappingId", "MappingId"),
            Map.entry("importId", "ImportId"),
            Map.entry("agentId", "AgentId"),
            Map.entry("enrolmentTokenId", "EnrolmentTokenId"),
            Map.entry("deadLetterId", "DeadLetterId"),
            Map.entry("reconciliationId", "ReconciliationId"),
            Map.entry("driftId", "DriftId"),
            Map.entry("jobId", "JobId"));

    private static final Map<String, String> PAGE = Map.of("first", "First", "max", "Max");
    private static final Map<String, String> LOG = Map.of("cursor", "Cursor", "limit", "Limit");

    /** What is signed together with the request. */
    private static final List<String> SIGNED = List.of("SigningAgent", "SignedId", "SignedAt");

    private static final Map<String, Parameter> SHARED = new LinkedHashMap<>();

    static {
        SHARED.put("Realm", inPath("realm").description("The realm's name"));
        SHARED.put("TenantId", inPath("tenantId").description("The tenant's id"));
        SHARED.put("UserId", inPath("userId").description("The user's id"));
        SHARED.put("SessionId", inPath("sessionId").description("The session's id, from the list of sessions"));
        SHARED.put("InvitationId", inPath("invitationId").description("The invitation's id"));
        SHARED.put("KeyId", inPath("keyId").description("The API key's id, which is not the key"));
        SHARED.put("Tier", inPath("tier").description("The plan's tier"));
        SHARED.put("Service", inPath("service").description("The service's name"));
        SHARED.put("FlagKey", inPath("flagKey").description("The flag's key"));
        SHARED.put("OverrideId", inPath("overrideId").description("The override's id"));
        SHARED.put("WebhookId", inPath("webhookId").description("The endpoint's id"));
        SHARED.put("AgentSystem", inPath("agentSystem").description("The name of the system that agents speak for"));
        SHARED.put("DeliveryId", inPath("deliveryId").description("The delivery's id"));
        SHARED.put("MappingId", inPath("mappingId").description("The mapping's id"));
        SHARED.put("ImportId", inPath("importId").description("The import's id"));
        SHARED.put("AgentId", inPath("agentId").description("The agent's id"));
        SHARED.put(
                "EnrolmentTokenId",
                inPath("enrolmentTokenId").description("The enrolment token's id, which is not the token"));
        SHARED.put(
                "SigningAgent",
                header("agent-id", text(null)).required(true).description("The agent that has signed the request"));
        SHARED.put(
                "SignedId",
                header("webhook-id", text(null).pattern("^[A-Za-z0-9._-]{1,128}$"))
                        .required(true)
                        .description("Another with each request: none is taken twice"));
        SHARED.put(
                "SignedAt",
                header("webhook-timestamp", text(null).pattern("^[0-9]+$"))
                        .required(true)
                        .description("When it was signed, in seconds since 1970; at most 300 from the server's clock"));
        SHARED.put("JobId", inPath("jobId").description("The job's id"));
        SHARED.put("ReconciliationId", inPath("reconciliationId").description("The comparison's id"));
        SHARED.put("DriftId", inPath("driftId").description("The difference's id"));
        SHARED.put("DeadLetterId", inPath("deadLetterId").description("The id of the item that was given up"));
        SHARED.put(
                "RequestId",
                header("X-Request-ID", text(null).pattern("^[A-Za-z0-9._-]{1,128}$"))
                        .description(
                                "Names the request in its answer, the log, and the changes and webhooks that follow"
                                        + " from it. Without it, or with one that is not acceptable, an id is made."));
        SHARED.put(
                "IdempotencyKey",
                header("Idempotency-Key", text(null).pattern("^[\\x21-\\x7e]{1,255}$"))
                        .description(
                                "The same key, from the same caller, with the same body gets the first answer again"
                                        + " for 24 hours"));
        SHARED.put(
                "IfMatch",
                header("If-Match", text("\"3\""))
                        .description("Change it only if this is still its `ETag`; also a list, or `*`"));
        SHARED.put(
                "IfNoneMatch",
                header("If-None-Match", text("\"3\"")).description("Give it only if this is not its `ETag`"));
        SHARED.put("First", query("first", number(0, null, 0)).description("How many rows to pass over"));
        SHARED.put("Max", query("max", number(1, 100, 20)).description("How many rows to give"));
        SHARED.put(
                "Cursor",
                query("cursor", text(null).maxLength(256))
                        .description("The `nextCursor` of the page before; without it, the first page"));
        SHARED.put("Limit", query("limit", number(1, 100, 20)).description("How many rows to give"));
    }

    private Parameters() {}

    static void complete(OpenAPI document, List<Call> calls) {
        SHARED.forEach(document.getComponents()::addParameter);
        calls.forEach(call -> addToOperation(call));
        document.getPaths().getPathItems().forEach(Parameters::setOnPath);
    }

    private static void addToOperation(Call call) {
        List<Parameter> parameters = new ArrayList<>();
        if (call.isSigned()) {
            SIGNED.forEach(name -> parameters.add(shared(name)));
        }
        if (call.isCreation()) {
            parameters.add(shared("IdempotencyKey"));
        }
        if (call.answers("412")) {
            parameters.add(shared("IfMatch"));
        }
        if (call.answers("304")) {
            parameters.add(shared("IfNoneMatch"));
        }
        Operation operation = call.operation();
        Map<String, String> shared = call.isPaged() ? PAGE : call.isLog() ? LOG : Map.of();
        Stream.ofNullable(operation.getParameters()).flatMap(Collection::stream).forEach(own -> {
            boolean plain = own.getIn() == Parameter.In.QUERY && own.getDescription() == null;
            String name = plain ? shared.get(own.getName()) : null;
            parameters.add(name == null ? own : shared(name));
        });
        operation.setParameters(parameters);
    }

    /** What stands in a path is said once for all its operations, in the path's order. */
    private static void setOnPath(String path, PathItem item) {
        Map<String, Parameter> declared = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(item).map(PathItem::getParameters),
                        item.getOperations().values().stream().map(Operation::getParameters))
                .filter(Objects::nonNull)
                .flatMap(Collection::stream)
                .filter(it -> it.getIn() == Parameter.In.PATH)
                .forEach(it -> declared.putIfAbsent(it.getName(), it));
        List<Parameter> parameters = new ArrayList<>();
        for (Matcher names = IN_PATH.matcher(path); names.find(); ) {
            parameters.add(inPath(names.group(1), declared.get(names.group(1))));
        }
        parameters.add(shared("RequestId"));
        item.setParameters(parameters);
        item.getOperations().values().forEach(operation -> {
            List<Parameter> others = operation.getParameters().stream()
                    .filter(it -> it.getIn() != Parameter.In.PATH)
                    .toList();
            operation.setParameters(others.isEmpty() ? null : others);
        });
    }

    private static Parameter inPath(String name, @Nullable Parameter declared) {
        String shared = SHARED_IN_PATH.get(name);
        if (shared != null && (declared == null || declared.getDescription() == null)) {
            return shared(shared);
        }
        return declared != null ? declared : inPath(name);
    }

    private static Parameter inPath(String name) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.PATH)
                .required(true)
                .schema(text(null));
    }

    private static Parameter shared(String name) {
        return OASFactory.createParameter().ref("#/components/parameters/" + name);
    }

    private static Parameter header(String name, Schema schema) {
        return OASFactory.createParameter().name(name).in(Parameter.In.HEADER).schema(schema);
    }

    private static Parameter query(String name, Schema schema) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).schema(schema);
    }

    private static Schema text(@Nullable String example) {
        Schema schema = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
        return example == null ? schema : schema.addExample(example);
    }

    private static Schema number(int least, @Nullable Integer most, int usual) {
        Schema schema = OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int32")
                .minimum(BigDecimal.valueOf(least))
                .defaultValue(usual);
        return most == null ? schema : schema.maximum(BigDecimal.valueOf(most));
    }
}
