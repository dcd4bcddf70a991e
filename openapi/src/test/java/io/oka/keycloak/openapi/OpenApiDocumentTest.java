package io.oka.keycloak.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.ws.rs.Path;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class OpenApiDocumentTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");

    private static final Set<String> WITHOUT_TOKEN = Set.of(
            "post /realms/{realm}/api-keys/exchange",
            "post /realms/{realm}/api-keys/leak-reports",
            "post /realms/{realm}/sync/agents/enrol");

    /** What refuses as another specification says, and the schema of that. */
    private static final Map<String, String> IN_FORM_OF_ITS_OWN = Map.of(
            "post /realms/{realm}/api-keys/exchange", "OAuthError",
            "post /realms/{realm}/ofrep/v1/evaluate/flags", "FlagEvaluationFailure",
            "post /realms/{realm}/ofrep/v1/evaluate/flags/{flagKey}", "FlagEvaluationFailure");

    private final JsonNode document = read("openapi.json", new ObjectMapper());

    @Test
    void bothFormsSayTheSame() {
        assertThat(read("openapi.yaml", new YAMLMapper())).isEqualTo(document);
    }

    @Test
    void documentSaysWhatItIs() {
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        assertThat(document.at("/info/title").asText()).isEqualTo("Oka");
        assertThat(document.at("/info/version").asText()).isNotEmpty();
        assertThat(document.at("/info/license/name").asText()).isEqualTo("Apache-2.0");
        assertThat(document.at("/info/description").asText()).contains("problem");
    }

    @Test
    void everyPathBelongsToARoot() {
        List<String> roots = roots();

        assertThat(names(document.path("paths")))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(roots)
                        .anySatisfy(root -> assertThat(path + "/").startsWith(root + "/")))
                .noneMatch(path -> path.contains("{provider}") || path.contains("//") || path.endsWith("/"));
        assertThat(roots).allSatisfy(root -> assertThat(names(document.path("paths")))
                .anySatisfy(path -> assertThat(path).startsWith(root)));
    }

    @Test
    void operationIdsAreUnique() {
        assertThat(operations().values())
                .extracting(operation -> operation.path("operationId").asText())
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("[a-z][A-Za-z]+"));
    }

    @TestFactory
    Stream<DynamicTest> everyOperationIsWhole() {
        return operations().entrySet().stream()
                .map(at -> DynamicTest.dynamicTest(at.getKey(), () -> assertWhole(at.getKey(), at.getValue())));
    }

    @Test
    void everyReferenceResolves() {
        assertThat(document.findValues("$ref")).isNotEmpty().allSatisfy(reference -> {
            assertThat(reference.asText()).startsWith("#/components/");
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        });
    }

    @Test
    void everyParameterIsDescribedAndEachInThePathDeclared() {
        document.path("paths").properties().forEach(path -> {
            List<JsonNode> shared = parameters(path.getValue());
            assertThat(shared.stream()
                            .filter(it -> it.path("in").asText().equals("path"))
                            .map(it -> "{" + it.path("name").asText() + "}"))
                    .as(path.getKey())
                    .containsExactlyElementsOf(Stream.of(path.getKey().split("/"))
                            .filter(segment -> segment.startsWith("{"))
                            .toList());
            path.getValue().forEach(operation -> shared.addAll(parameters(operation)));
            assertThat(shared).allSatisfy(parameter -> {
                assertThat(parameter.path("description").asText())
                        .as(parameter.toString())
                        .isNotEmpty();
                assertThat(parameter.has("schema")).as(parameter.toString()).isTrue();
            });
        });
    }

    @Test
    void everyTagIsDescribed() {
        Set<String> used = operations().values().stream()
                .flatMap(operation -> texts(operation.path("tags")).stream())
                .collect(Collectors.toSet());

        assertThat(document.path("tags"))
                .allSatisfy(tag -> assertThat(tag.path("description").asText()).isNotEmpty());
        assertThat(document.path("tags"))
                .extracting(tag -> tag.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everythingStandsInOrder() {
        assertThat(names(document.path("paths"))).isSorted();
        document.path("components")
                .forEach(kind ->
                        assertThat(names(kind)).as(names(kind).toString()).isSorted());
        operations()
                .forEach((at, operation) ->
                        assertThat(names(operation.path("responses"))).as(at).isSorted());
    }

    @Test
    void peopleAndOperatorsHaveTheirOwnOperationsOnMembers() {
        JsonNode peoples = operation("post /realms/{realm}/tenants/{tenantId}/members");
        JsonNode operators = operation("post /admin/realms/{realm}/tenants/{tenantId}/members");

        assertThat(peoples.path("operationId").asText()).isEqualTo("addMember");
        assertThat(peoples.at("/security/0").has("realmToken")).isTrue();
        assertThat(answer(peoples, "403").path("description").asText())
                .contains("`invite_only`", "`insufficient_role`");
        assertThat(operators.path("operationId").asText()).isEqualTo("addMemberForOperator");
        assertThat(texts(operators.path("tags"))).containsExactly("Members (operators)");
        assertThat(operators.at("/security/0").has("operatorToken")).isTrue();
        assertThat(answer(operators, "403").path("description").asText()).doesNotContain("invite_only");
        assertThat(answer(operators, "409").path("description").asText()).contains("`already_member`");
    }

    @Test
    void versionedRepresentationsCarryTheirTagAndAreChangedUnderIt() {
        String tenant = "/realms/{realm}/tenants/{tenantId}";

        for (String at : List.of("patch " + tenant, "delete " + tenant, "post /admin" + tenant + "/suspend")) {
            assertThat(headersTaken(at)).as(at).contains("If-Match");
            assertThat(operation(at).path("responses").has("412")).as(at).isTrue();
        }
        for (String at : List.of("get " + tenant, "patch " + tenant, "get /admin" + tenant)) {
            assertThat(names(answer(operation(at), "200").path("headers")))
                    .as(at)
                    .contains("ETag");
        }
        assertThat(headersTaken("get " + tenant)).contains("If-None-Match").doesNotContain("If-Match");
        assertThat(names(answer(operation("get /realms/{realm}/tenants"), "200").path("headers")))
                .doesNotContain("ETag");
    }

    @Test
    void creationsTakeAnIdempotencyKeyAndSayWhereTheNewIs() {
        for (String at : List.of("post /realms/{realm}/tenants", "post /admin/realms/{realm}/tenants")) {
            assertThat(headersTaken(at)).as(at).contains("Idempotency-Key");
            assertThat(names(answer(operation(at), "201").path("headers")))
                    .as(at)
                    .contains("Location", "ETag", "X-Request-ID");
            assertThat(operation(at).path("responses").has("422")).as(at).isTrue();
            assertThat(answer(operation(at), "409").path("description").asText())
                    .as(at)
                    .contains("`name_taken`");
        }
    }

    @Test
    void listsAreBounded() {
        JsonNode list = operation("get /realms/{realm}/tenants");

        Map<String, JsonNode> query = parameters(list).stream()
                .collect(Collectors.toMap(it -> it.path("name").asText(), it -> it.path("schema")));

        assertThat(query).containsOnlyKeys("first", "max");
        assertThat(query).hasEntrySatisfying("first", first -> assertThat(
                        first.path("default").asInt(-1))
                .isZero());
        assertThat(query).hasEntrySatisfying("max", max -> {
            assertThat(max.path("type").asText()).isEqualTo("integer");
            assertThat(max.path("default").asInt()).isEqualTo(20);
            assertThat(max.path("maximum").asInt()).isEqualTo(100);
        });
        assertThat(names(answer(list, "200").path("headers"))).contains("X-Total-Count");
    }

    @Test
    void logsAreReadByCursor() {
        JsonNode log = operation("get /realms/{realm}/tenants/{tenantId}/audit");

        assertThat(parameters(log))
                .extracting(it -> it.path("name").asText())
                .contains("cursor", "limit", "type", "from");
        assertThat(names(answer(log, "200").path("headers"))).doesNotContain("X-Total-Count");
        assertThat(document.at("/components/schemas/AuditEntry/properties/data/type")
                        .asText())
                .isEqualTo("object");
    }

    @Test
    void recordsSayWhatIsAlwaysThereAndWhatMayBeNull() {
        JsonNode tenant = document.at("/components/schemas/Tenant");

        assertThat(texts(tenant.path("required")))
                .containsExactly("id", "name", "attributes", "suspended", "createdAt", "updatedAt", "role");
        assertThat(texts(tenant.at("/properties/displayName/type"))).containsExactly("string", "null");
        assertThat(tenant.at("/properties/organizationId/type").asText()).isEqualTo("string");
        assertThat(tenant.at("/properties/createdAt/format").asText()).isEqualTo("date-time");
        assertThat(texts(document.at("/components/schemas/TenantRole/enum")))
                .containsExactly("member", "admin", "owner");
        assertThat(texts(document.at("/components/schemas/NewTenant/required"))).containsExactly("name");
        assertThat(document.at("/components/schemas/NewMember/properties/role/anyOf"))
                .hasSize(2);
    }

    @Test
    void exchangeRefusesInOAuthsForm() {
        JsonNode exchange = operation("post /realms/{realm}/api-keys/exchange");

        for (String status : List.of("400", "401", "429")) {
            assertThat(answer(exchange, status)
                            .at("/content/application~1json/schema/$ref")
                            .asText())
                    .as(status)
                    .isEqualTo("#/components/schemas/OAuthError");
        }
        assertThat(names(answer(exchange, "429").path("headers"))).contains("Retry-After");
        assertThat(names(document.at("/components/schemas/ExchangedToken/properties")))
                .containsExactlyInAnyOrder("access_token", "issued_token_type", "token_type", "expires_in", "scope");
        assertThat(answer(operation("post /realms/{realm}/api-keys/leak-reports"), "401")
                        .path("description")
                        .asText())
                .contains("`invalid_signature`");
    }

    @Test
    void noIsADecisionLikeYes() {
        JsonNode authorize = operation("post /realms/{realm}/entitlements/authorize");

        for (String status : List.of("200", "403")) {
            assertThat(answer(authorize, status)
                            .at("/content/application~1json/schema/$ref")
                            .asText())
                    .as(status)
                    .isEqualTo("#/components/schemas/Decision");
        }
        assertThat(names(document.at("/components/schemas/Decision/properties")))
                .containsExactly("allowed", "reason", "metadata");
    }

    @Test
    void flagsAreRefusedInOneFormAndTakeTheTagOfTheLastAnswer() {
        String at = "post /realms/{realm}/ofrep/v1/evaluate/flags";
        JsonNode all = operation(at);

        assertThat(all.path("responses").findValuesAsText("$ref"))
                .contains("#/components/schemas/FlagEvaluationFailure")
                .noneMatch(reference -> reference.startsWith("#/components/responses/"));
        assertThat(all.path("responses").has("default")).isFalse();
        assertThat(headersTaken(at)).contains("If-None-Match");
        assertThat(names(answer(all, "200").path("headers"))).contains("ETag");
        assertThat(names(answer(all, "503").path("headers"))).contains("Retry-After");
        assertThat(texts(document.at("/components/schemas/FlagEvaluation/required")))
                .containsExactly("key", "value", "reason");
    }

    /** Where the roots hang: every class of this module with a path. */
    private static List<String> roots() {
        try {
            Index index = Index.of(new File(OkaFilter.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()
                    .resolve("io/oka/keycloak/openapi/")));
            return index.getAnnotations(DotName.createSimple(Path.class)).stream()
                    .filter(path -> path.target().kind() == AnnotationTarget.Kind.CLASS)
                    .map(path -> path.value().asString())
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertWhole(String at, JsonNode operation) {
        assertThat(operation.path("operationId").asText()).isNotEmpty();
        assertThat(operation.path("summary").asText()).isNotEmpty();
        assertThat(operation.path("description").asText()).isNotEmpty();
        assertThat(operation.path("tags")).hasSize(1);
        assertThat(operation.path("security").isArray()).isTrue();
        assertThat(operation.path("security").isEmpty())
                .as("open to whoever brings a credential of another kind")
                .isEqualTo(WITHOUT_TOKEN.contains(at));
        List<String> successes = names(operation.path("responses")).stream()
                .filter(status -> status.startsWith("2"))
                .toList();
        assertThat(successes).isNotEmpty();
        for (String status : successes) {
            assertThat(answer(operation, status).path("content").findValue("schema") != null)
                    .as("schema of %s", status)
                    .isEqualTo(!status.equals("204"));
        }
        assertThat(names(operation.path("responses"))).contains("400", "401", "403", "404", "406", "503");
        operation.path("responses").fieldNames().forEachRemaining(status -> {
            JsonNode answer = answer(operation, status);
            assertThat(answer.path("description").asText()).as(status).isNotEmpty();
            assertThat(names(answer.path("headers"))).as(status).contains("X-Request-ID");
            boolean refuses = status.startsWith("4") || status.startsWith("5");
            // There a no is an answer like a yes.
            boolean decides = at.endsWith("/entitlements/authorize") && status.equals("403");
            if (answer.path("content").has("application/json") && refuses && !decides) {
                assertThat(IN_FORM_OF_ITS_OWN).containsKey(at);
                assertThat(answer.at("/content/application~1json/schema/$ref").asText())
                        .isEqualTo("#/components/schemas/" + IN_FORM_OF_ITS_OWN.get(at));
            } else if (refuses && isAuthzen(at)) {
                assertThat(answer.at("/content/text~1plain/schema/type").asText())
                        .isEqualTo("string");
            } else if (refuses && !decides) {
                assertProblem(status, answer);
            }
        });
        if (operation.has("requestBody")) {
            assertThat(operation.at("/requestBody/content").findValue("schema")).isNotNull();
            assertThat(names(operation.path("responses"))).contains("413");
            assertThat(operation.path("responses").has("415")).isEqualTo(!isAuthzen(at));
        }
        boolean standard = !answer(operation, "503").path("content").has("application/problem+json");
        if (!at.startsWith("get ") && !standard) {
            assertThat(names(operation.path("responses"))).contains("409");
        }
    }

    /** There a body of another type is malformed like any other, and a refusal is a sentence. */
    private static boolean isAuthzen(String at) {
        return at.contains(" /realms/{realm}/access/");
    }

    private static void assertProblem(String status, JsonNode answer) {
        JsonNode problem = answer.path("content").path("application/problem+json");
        JsonNode example = problem.path("example");
        assertThat(problem.at("/schema/$ref").asText()).as(status).isEqualTo("#/components/schemas/Problem");
        assertThat(example.path("status").asText()).isEqualTo(status);
        assertThat(example.path("type").asText())
                .isEqualTo("urn:oka:problem:" + example.path("code").asText());
        assertThat(answer.path("description").asText())
                .contains("`" + example.path("code").asText() + "`");
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> operations.put(member.getKey() + " " + path.getKey(), member.getValue())));
        return operations;
    }

    private JsonNode operation(String at) {
        return Objects.requireNonNull(operations().get(at), at);
    }

    private List<String> headersTaken(String at) {
        return parameters(operation(at)).stream()
                .filter(it -> it.path("in").asText().equals("header"))
                .map(it -> it.path("name").asText())
                .toList();
    }

    private JsonNode answer(JsonNode operation, String status) {
        return resolve(operation.path("responses").path(status));
    }

    private List<JsonNode> parameters(JsonNode holder) {
        List<JsonNode> parameters = new ArrayList<>();
        holder.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
        return parameters;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static JsonNode read(String name, ObjectMapper mapper) {
        try (InputStream in = OpenApiDocumentTest.class.getClassLoader().getResourceAsStream("META-INF/oka/" + name)) {
            return mapper.readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
