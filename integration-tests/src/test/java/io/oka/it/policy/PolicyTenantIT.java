package io.oka.it.policy;

import static io.oka.it.policy.ResourceServer.CLIENT;
import static io.oka.it.policy.ResourceServer.EXPORT;
import static io.oka.it.policy.ResourceServer.READ;
import static io.oka.it.policy.ResourceServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** For which tenant a policy asks, and what it does not believe. */
@OkaServer
final class PolicyTenantIT {

    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private static ResourceServer server;
    private static TestRealm realm;

    /** A tenant without the feature export, and one with it; alice belongs to both. */
    private static String poor = "";

    private static String rich = "";

    @BeforeAll
    static void createRealm(Oka oka) {
        server = ResourceServer.create(oka);
        realm = server.realm();
        poor = Tenants.createWithTeam(realm);
        rich = Tenants.create(realm, "alice");
        realm.operator()
                .put("/entitlements/subscriptions/" + rich)
                .json(Map.of("tier", "pro"))
                .send()
                .expect(200);
    }

    @AfterAll
    static void removeRealm() {
        server.close();
    }

    @Test
    void tokensTenantComesFirst() {
        String fallback = server.guarded(Map.of("feature", "export", "tenantId", rich));

        assertThat(server.allows(server.token("alice", rich), EXPORT)).isTrue();
        assertThat(server.allows(server.token("alice", poor), EXPORT)).isFalse();
        assertThat(server.allows(server.token("alice", poor), fallback)).isFalse();
    }

    @Test
    void tokenWithoutTenantLeavesItToThePolicy() {
        String fallback = server.guarded(Map.of("feature", "export", "tenantId", rich));

        assertThat(server.allows(server.token("alice", null), fallback)).isTrue();
        assertThat(server.allows(server.token("erin", null), fallback))
                .as("is no member")
                .isFalse();
        assertThat(server.allows(server.token("alice", null), READ))
                .as("nothing names one")
                .isFalse();
    }

    @Test
    void resourceMayNameItsTenant() {
        String ofRich = server.guarded(Map.of("feature", "export"), Map.of("tenantId", List.of(rich)));
        String ofPoor = server.guarded(Map.of("feature", "export"), Map.of("tenantId", List.of(poor)));

        assertThat(server.allows(server.token("alice", null), ofRich)).isTrue();
        assertThat(server.allows(server.token("alice", null), ofPoor)).isFalse();
        assertThat(server.allows(server.token("erin", null), ofRich)).isFalse();
    }

    @Test
    void resourceOfOneTenantIsNotGrantedOnAnothersPlan() {
        String ofPoor = server.guarded(Map.of("feature", "export"), Map.of("tenantId", List.of(poor)));
        String ofBoth = server.guarded(Map.of("feature", "export"), Map.of("tenantId", List.of(poor, rich)));
        String contrary =
                server.guarded(Map.of("feature", "export", "tenantId", rich), Map.of("tenantId", List.of(poor)));

        assertThat(server.allows(server.token("alice", rich), ofPoor)).isFalse();
        assertThat(server.allows(server.token("alice", null), contrary)).isFalse();
        assertThat(server.allows(server.token("alice", rich), ofBoth)).isTrue();
        assertThat(server.allows(server.token("alice", null), ofBoth))
                .as("which of them?")
                .isFalse();
    }

    @Test
    void strangeNamesOfTenantsAreNone() {
        String token = server.token("alice", null);
        for (String name :
                List.of("acme", "' OR 1=1", "x".repeat(200), UUID.randomUUID().toString())) {
            String strange = server.guarded(Map.of(), Map.of("tenantId", List.of(name)));

            assertThat(server.allows(token, strange)).as(name).isFalse();
        }
    }

    /** A confidential client may push claims: they are its word, and nobody has verified them. */
    @Test
    void claimTokenIsNotBelieved() {
        for (String tenant : new String[] {null, poor}) {
            String token = server.token("alice", tenant);
            Map<String, String> pushed = new HashMap<>(Map.of(
                    "client_id", CLIENT, "client_secret", SECRET, "subject_token", token, "claim_token_format", JWT));
            pushed.put(
                    "claim_token",
                    base64("{\"tenant_id\": [\"" + rich + "\"], \"tenantId\": [\"" + rich
                            + "\"], \"tenant_role\": [\"owner\"]}"));

            assertThat(ResourceServer.isYes(askAsClient(EXPORT, pushed)))
                    .as("%s", tenant)
                    .isFalse();
        }
        Map<String, String> honest =
                Map.of("client_id", CLIENT, "client_secret", SECRET, "subject_token", server.token("alice", rich));
        assertThat(ResourceServer.isYes(askAsClient(EXPORT, honest))).isTrue();
    }

    @Test
    void claimsOfATicketAreNotBelieved() {
        String documents = realm.operator()
                .get(server.path("/resource?name=documents&exactName=true"))
                .send()
                .expect(200)
                .json()
                .at("/0/_id")
                .asText();
        Response ticket = realm.with(realm.serviceToken(CLIENT))
                .post("/authz/protection/permission")
                .json(List.of(Map.of(
                        "resource_id",
                        documents,
                        "resource_scopes",
                        List.of("documents:export"),
                        "claims",
                        Map.of("tenant_id", List.of(rich), "tenantId", List.of(rich)))))
                .send()
                .expect(201);

        Response answer = realm.with(server.token("alice", poor))
                .post("/protocol/openid-connect/token")
                .form(Map.of(
                        "grant_type",
                        ResourceServer.UMA,
                        "response_mode",
                        "decision",
                        "ticket",
                        ticket.json().path("ticket").asText()))
                .send();

        assertThat(ResourceServer.isYes(answer)).isFalse();
    }

    /** People may write their own profile. */
    @Test
    void attributesOfTheUserAreNotBelieved() {
        realm.operator()
                .put("/users/profile")
                .json(withUnmanagedAttributes(realm.operator()
                        .get("/users/profile")
                        .send()
                        .expect(200)
                        .json()))
                .send()
                .expect(200);
        JsonNode alice = realm.operator()
                .get("/users/" + realm.userId("alice"))
                .send()
                .expect(200)
                .json();
        ((ObjectNode) alice).putObject("attributes").putArray("tenant_id").add(rich);
        realm.operator()
                .put("/users/" + realm.userId("alice"))
                .json(alice)
                .send()
                .expect(204);

        assertThat(server.allows(server.token("alice", null), EXPORT)).isFalse();
    }

    @Test
    void serviceAccountIsAMemberOfNothing() {
        String fallback = server.guarded(Map.of("tenantId", rich));

        for (String client : List.of(CLIENT, "gateway")) {
            assertThat(server.allows(realm.serviceToken(client), fallback))
                    .as(client)
                    .isFalse();
            assertThat(server.allows(realm.serviceToken(client), READ))
                    .as(client)
                    .isFalse();
        }
    }

    private static Response askAsClient(String permission, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                ResourceServer.UMA,
                "audience",
                CLIENT,
                "permission",
                permission,
                "response_mode",
                "decision"));
        form.putAll(more);
        return realm.tokenRequest(form);
    }

    private static JsonNode withUnmanagedAttributes(JsonNode profile) {
        ((ObjectNode) profile).put("unmanagedAttributePolicy", "ENABLED");
        return profile;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
