package io.oka.it.policy;

import static io.oka.it.policy.ResourceServer.EXPORT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies as operators write, read, export and import them, and as the console wants them. */
@OkaServer
final class PolicyAdministrationIT {

    private static ResourceServer server;
    private static TestRealm realm;
    private static String tenant = "";

    @BeforeAll
    static void createRealm(Oka oka) {
        server = ResourceServer.create(oka);
        realm = server.realm();
        tenant = Tenants.create(realm, "alice");
    }

    @AfterAll
    static void removeRealm() {
        server.close();
    }

    @Test
    void consoleOffersItAmongTheTypes() {
        JsonNode types = realm.operator()
                .get(server.path("/policy/providers"))
                .send()
                .expect(200)
                .json();

        assertThat(types).anySatisfy(type -> {
            assertThat(type.path("type").asText()).isEqualTo("entitlements");
            assertThat(type.path("name").asText()).isEqualTo("Entitlements");
            assertThat(type.path("description").asText()).isNotBlank();
        });
    }

    @Test
    void whatWasWrittenIsShown() {
        Response made = server.policy(whole()).expect(201);

        JsonNode shown = typed(made.id());

        assertThat(shown.path("type").asText()).isEqualTo("entitlements");
        assertThat(shown.path("logic").asText()).isEqualTo("NEGATIVE");
        assertThat(shown.path("description").asText()).isEqualTo("a test");
        assertWhole(shown);
        assertThat(shown.path("code").asText())
                .as("what the console's form shows")
                .contains("\"service\" : \"documents\"", "\"quantity\" : 25", tenant);
        JsonNode general = realm.operator()
                .get(server.path("/policy/" + made.id()))
                .send()
                .expect(200)
                .json();
        assertThat(general.at("/config/quantity").asText()).isEqualTo("25");
        assertThat(realm.operator()
                        .get(server.path("/policy?permission=false"))
                        .send()
                        .expect(200)
                        .json())
                .anySatisfy(policy -> assertThat(policy.path("id").asText()).isEqualTo(made.id()));
    }

    /** The console sends back what it was shown, with members of its own. */
    @Test
    void consolesFormChangesTheNameAndNothingElse() {
        String id = server.policy(whole()).expect(201).id();
        ObjectNode form = (ObjectNode) typed(id);
        form.put("name", "renamed " + id);
        form.put("logic", "POSITIVE");
        form.put("code", "{\"service\": \"search\"}");
        form.putArray("policies");
        form.put("fetchRoles", true);

        put(id, form).expect(201);

        JsonNode shown = typed(id);
        assertThat(shown.path("name").asText()).isEqualTo("renamed " + id);
        assertThat(shown.path("logic").asText()).isEqualTo("POSITIVE");
        assertWhole(shown);
    }

    @Test
    void updateReplacesWhatIsAskedFor() {
        String id = server.policy(whole()).expect(201).id();

        put(id, Map.of("name", "policy " + id, "feature", "export")).expect(201);

        JsonNode shown = typed(id);
        assertThat(shown.path("feature").asText()).isEqualTo("export");
        assertThat(shown.hasNonNull("service")).isFalse();
        assertThat(shown.hasNonNull("quantity")).isFalse();
        assertThat(shown.hasNonNull("tenantId")).isFalse();
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of("service", "a b"),
                Arguments.of("service", List.of("documents")),
                Arguments.of("feature", "x".repeat(101)),
                Arguments.of("role", "king"),
                Arguments.of("quantity", 0),
                Arguments.of("quantity", -5),
                Arguments.of("quantity", "many"),
                Arguments.of("quantity", 1.5),
                Arguments.of("tenantId", "acme"),
                Arguments.of("tenantId", "a\0b"),
                Arguments.of("tenantId", UUID.randomUUID().toString()));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void whatCannotBeIsRefusedAndLeavesNothing(String member, Object value) {
        String name = "invalid " + UUID.randomUUID();
        String id = server.policy(whole()).expect(201).id();

        Response created = server.policy(Map.of("name", name, member, value));
        Map<String, Object> changed = new HashMap<>(whole());
        changed.put("name", name);
        changed.put(member, value);
        Response updated = put(id, changed);

        for (Response refused : List.of(created, updated)) {
            assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
            assertThat(refused.json().path("error").asText()).contains("cannot be saved");
        }
        if (!value.toString().contains("-")) {
            assertThat(created.json().path("error").asText()).contains(member + " must be");
        }
        assertThat(search(name).status()).as("nothing was created").isEqualTo(204);
        assertWhole(typed(id));
    }

    @Test
    void generalFormIsCheckedAsWell() {
        String name = "general " + UUID.randomUUID();
        assertRefused(general(name, Map.of("quantity", "0")), "quantity must be");
        assertRefused(general(name, Map.of("sevice", "documents")), "sevice is not known");
        assertThat(search(name).status()).isEqualTo(204);

        general(name, Map.of("feature", "export")).expect(201);

        assertThat(search(name).expect(200).json().at("/config/feature").asText())
                .isEqualTo("export");
    }

    @Test
    void policyOfATenantThatIsGoneCanStillBeRenamed() {
        String gone = Tenants.create(realm, "bob");
        String id = server.policy(Map.of("tenantId", gone)).expect(201).id();
        Tenants.delete(realm, gone);

        put(id, Map.of("name", "renamed " + id, "tenantId", gone)).expect(201);

        assertThat(typed(id).path("tenantId").asText()).isEqualTo(gone);
    }

    @Test
    void settingsGoOutAndInAgain() {
        String name = "exported " + UUID.randomUUID();
        Map<String, Object> members = new HashMap<>(whole());
        members.put("name", name);
        server.policy(members).expect(201);
        ObjectNode settings = (ObjectNode) realm.operator()
                .get(server.path("/settings"))
                .send()
                .expect(200)
                .json();

        try (ResourceServer other = ResourceServer.create(realm.oka())) {
            other.operator().post(other.path("/import")).json(settings).send().expect(204);

            JsonNode imported = other.operator()
                    .get(other.path("/policy/entitlements/search?name=" + name.replace(" ", "%20")))
                    .send()
                    .expect(200)
                    .json();
            assertWhole(imported);
            assertThat(imported.path("logic").asText()).isEqualTo("NEGATIVE");
            String there = Tenants.create(other.realm(), "alice");
            assertThat(other.allows(other.token("alice", there), EXPORT)).isFalse();
            other.operator()
                    .put("/entitlements/subscriptions/" + there)
                    .json(Map.of("tier", "pro"))
                    .send()
                    .expect(200);
            assertThat(other.allows(other.token("alice", there), EXPORT)).isTrue();
        }
    }

    @Test
    void settingsWithABadPolicyAreRefusedAsAWhole() {
        String name = "imported " + UUID.randomUUID();
        ObjectNode settings = (ObjectNode) realm.operator()
                .get(server.path("/settings"))
                .send()
                .expect(200)
                .json();
        settings.withArray("policies")
                .addObject()
                .put("name", name)
                .put("type", "entitlements")
                .putObject("config")
                .put("role", "king");

        Response refused =
                realm.operator().post(server.path("/import")).json(settings).send();

        assertRefused(refused, "role must be member, admin or owner");
        assertThat(search(name).status()).isEqualTo(204);
    }

    private static Map<String, Object> whole() {
        return Map.of(
                "description", "a test",
                "logic", "NEGATIVE",
                "service", "documents",
                "feature", "export",
                "role", "admin",
                "quantity", 25,
                "tenantId", tenant);
    }

    private static void assertWhole(JsonNode shown) {
        assertThat(shown.path("service").asText()).isEqualTo("documents");
        assertThat(shown.path("feature").asText()).isEqualTo("export");
        assertThat(shown.path("role").asText()).isEqualTo("admin");
        assertThat(shown.path("quantity").isIntegralNumber()).isTrue();
        assertThat(shown.path("quantity").asInt()).isEqualTo(25);
        assertThat(shown.path("tenantId").asText()).isEqualTo(tenant);
    }

    private static JsonNode typed(String id) {
        return realm.operator()
                .get(server.path("/policy/entitlements/" + id))
                .send()
                .expect(200)
                .json();
    }

    private static Response put(String id, Object policy) {
        return realm.operator()
                .put(server.path("/policy/entitlements/" + id))
                .json(policy)
                .send();
    }

    private static Response general(String name, Map<String, String> config) {
        return realm.operator()
                .post(server.path("/policy"))
                .json(Map.of("name", name, "type", "entitlements", "config", config))
                .send();
    }

    private static Response search(String name) {
        return realm.operator()
                .get(server.path("/policy/search?name=" + name.replace(" ", "%20")))
                .send();
    }

    private static void assertRefused(Response answer, String reason) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).contains(reason);
    }
}
