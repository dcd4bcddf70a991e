package io.oka.it.policy;

import static io.oka.it.policy.ResourceServer.CLIENT;
import static io.oka.it.policy.ResourceServer.EXPORT;
import static io.oka.it.policy.ResourceServer.READ;
import static io.oka.it.policy.ResourceServer.UMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UMA tickets that follow what the tenant has, with the demo's policies and some of our own. */
@OkaServer
final class EntitlementsPolicyIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static Oka oka;
    private static ResourceServer server;
    private static TestRealm realm;

    private String tenant = "";

    @BeforeAll
    static void createRealm(Oka shared) {
        oka = shared;
        server = ResourceServer.create(shared);
        realm = server.realm();
    }

    @AfterAll
    static void removeRealm() {
        server.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = Tenants.createWithTeam(realm);
    }

    @Test
    void decisionFollowsThePlan() {
        String token = server.token("carol", tenant);
        assertThat(server.allows(token, READ)).isTrue();
        assertThat(server.allows(token, EXPORT))
                .as("no export on the lowest plan")
                .isFalse();

        subscribe(Map.of("tier", "pro"));

        eventually(token, EXPORT, true);
        subscribe(Map.of("tier", "pro", "status", "cancelled"));
        eventually(token, READ, false);
    }

    @Test
    void overrideActsWithinASecondAndSoDoesItsEnd() {
        String token = server.token("carol", tenant);
        assertThat(server.allows(token, EXPORT)).isFalse();

        String override = realm.operator()
                .post("/entitlements/overrides")
                .json(Map.of("tenantId", tenant, "type", "feature_grant", "value", "export", "reason", "a test"))
                .send()
                .expect(201)
                .id();

        eventually(token, EXPORT, true);
        realm.operator()
                .post("/entitlements/overrides/" + override + "/expire")
                .send()
                .expect(200);
        eventually(token, EXPORT, false);
    }

    @Test
    void serviceThatTheTenantHasNotIsRefused() {
        String search = server.guarded(Map.of("service", "search"));
        String token = server.token("carol", tenant);
        assertThat(server.allows(token, search)).isFalse();

        subscribe(Map.of("tier", "pro"));

        eventually(token, search, true);
        realm.as("alice")
                .put("/tenants/" + tenant + "/subscription/items/search")
                .json(Map.of("enabled", false))
                .send()
                .expect(200);
        eventually(token, search, false);
    }

    @Test
    void roleIsTheStoresAndNotTheTokens() {
        String admins = server.guarded(Map.of("role", "admin"));
        String token = server.token("carol", tenant);
        assertThat(server.allows(server.token("alice", tenant), admins)).isTrue();
        assertThat(server.allows(server.token("bob", tenant), admins)).isTrue();
        assertThat(server.allows(token, admins)).isFalse();

        Tenants.setRole(realm, tenant, "carol", "admin");

        eventually(token, admins, true);
    }

    @Test
    void quantityBeyondWhatIsLeftIsRefused() {
        String whole = server.guarded(Map.of("service", "documents", "quantity", 1000));
        String more = server.guarded(Map.of("service", "documents", "quantity", 1001));
        String token = server.token("carol", tenant);

        assertThat(server.allows(token, whole)).isTrue();
        assertThat(server.allows(token, more)).isFalse();
        use(1);
        await().atMost(Duration.ofSeconds(3)).until(() -> !server.allows(token, whole));
        assertThat(server.allows(token, READ)).isTrue();
    }

    @Test
    void evaluatingUsesNothing() {
        use(7);
        String half = server.guarded(Map.of("service", "documents", "quantity", 900));
        String token = server.token("carol", tenant);

        for (int i = 0; i < 3; i++) {
            assertThat(server.allows(token, half)).isTrue();
            assertThat(server.allows(token, EXPORT)).isFalse();
        }

        assertThat(oka.rows(
                        "SELECT used, reserved FROM oka_quota_counter WHERE tenant_id = ? AND level = 'tenant'",
                        tenant))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("used")).isEqualTo(7L);
                    assertThat(row.get("reserved")).isEqualTo(0L);
                });
        assertThat(oka.rows("SELECT 1 FROM oka_usage_event WHERE tenant_id = ?", tenant))
                .hasSize(1);
    }

    @Test
    void whoLeftIsRefusedWhateverTheTokenSays() {
        String token = server.token("carol", tenant);
        assertThat(server.allows(token, READ)).isTrue();

        Tenants.removeMember(realm, tenant, "carol");

        eventually(token, READ, false);
    }

    @Test
    void suspendedAndDeletedTenantsAreRefused() {
        String token = server.token("alice", tenant);
        assertThat(server.allows(token, READ)).isTrue();

        Tenants.suspend(realm, tenant);

        eventually(token, READ, false);
        realm.operator().post("/tenants/" + tenant + "/resume").send().expect(200);
        eventually(token, READ, true);
        Tenants.delete(realm, tenant);
        eventually(token, READ, false);
    }

    @Test
    void policyThatAsksForNothingIsForMembersInGoodStanding() {
        String members = server.guarded(Map.of("tenantId", tenant));

        assertThat(server.allows(server.token("carol", tenant), members)).isTrue();
        assertThat(server.allows(server.token("erin", null), members)).isFalse();
    }

    @Test
    void negativeLogicLetsNoStrangerIn() {
        String without = server.guarded(Map.of("feature", "export", "logic", "NEGATIVE", "tenantId", tenant));
        String nobodys = server.guarded(Map.of("feature", "export", "logic", "NEGATIVE"));
        String carol = server.token("carol", tenant);

        assertThat(server.allows(carol, without)).as("has no export").isTrue();
        assertThat(server.allows(server.token("erin", null), without))
                .as("is no member")
                .isFalse();
        assertThat(server.allows(server.token("erin", null), nobodys))
                .as("no tenant")
                .isFalse();
        subscribe(Map.of("tier", "pro"));
        eventually(carol, without, false);
        subscribe(Map.of("tier", "free"));
        eventually(carol, without, true);
        Tenants.suspend(realm, tenant);
        eventually(carol, without, false);
    }

    @Test
    void ticketHoldsTheScopesThatAreGranted() {
        Response answer = realm.with(server.token("carol", tenant))
                .post("/protocol/openid-connect/token")
                .form(Map.of("grant_type", UMA, "audience", CLIENT))
                .send();

        Tokens ticket = Tokens.of(answer);

        JsonNode claims = ticket.claims();
        assertThat(claims.path("tenant_id").asText()).isEqualTo(tenant);
        JsonNode documents = claims.at("/authorization/permissions/0");
        assertThat(documents.path("rsname").asText()).isEqualTo("documents");
        assertThat(documents.path("scopes").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("documents:read", "documents:write");
        assertThat(server.allows(ticket.access(), READ)).as("asks for more").isTrue();
    }

    @Test
    void tokenOfAnApiKeyIsNobodyToUma() {
        Exchanges.Key key = allowedKey();

        Response answer = server.ask(Exchanges.token(realm, key.secret()), READ, Map.of());

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 401);
    }

    @Test
    void warmEvaluationRunsNoneOfOurStatements() {
        String token = server.token("carol", tenant);
        assertThat(server.allows(token, READ)).isTrue();
        assertThat(server.allows(token, EXPORT)).isFalse();

        // A task may come by with statements of its own: once without any is enough, since one of ours would always
        // show.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (var recording = oka.proxy().record()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(server.allows(token, READ)).isTrue();
                    assertThat(server.allows(token, EXPORT)).isFalse();
                }
                assertThat(recording.statements())
                        .noneMatch(sql -> sql.toUpperCase(Locale.ROOT).contains("OKA_"));
            }
        });
    }

    @Test
    void whereOkaIsSwitchedOffNothingIsGranted() {
        try (ResourceServer other = ResourceServer.create(oka)) {
            String id = Tenants.create(other.realm(), "alice");
            String token = other.token("alice", id);
            assertThat(other.allows(token, READ)).isTrue();

            oka.admin().delete(other.realm().adminPath("/oka/setup"));

            assertThat(other.allows(token, READ)).isFalse();
        }
    }

    private Exchanges.Key allowedKey() {
        realm.setting("keyScopes", List.of("documents:*"));
        realm.setting("keyAudiences", List.of(CLIENT));
        return Exchanges.key(realm, tenant, Map.of("audiences", List.of(CLIENT)));
    }

    private void subscribe(Map<String, ?> subscription) {
        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .json(subscription)
                .send()
                .expect(200);
    }

    private void use(long quantity) {
        Map<String, Object> usage = new HashMap<>(Map.of(
                "service",
                "documents",
                "action",
                "read",
                "quantity",
                quantity,
                "idempotencyKey",
                UUID.randomUUID().toString()));
        realm.asService("gateway")
                .post("/tenants/" + tenant + "/usage")
                .json(usage)
                .send()
                .expect(200);
    }

    private static void eventually(String token, String permission, boolean allowed) {
        await().atMost(AT_ONCE)
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .until(() -> server.allows(token, permission) == allowed);
    }
}
