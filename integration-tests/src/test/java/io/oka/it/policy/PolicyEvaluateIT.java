package io.oka.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console's Evaluate tab. */
@OkaServer
final class PolicyEvaluateIT {

    private static ResourceServer server;
    private static TestRealm realm;
    private static String tenant = "";

    @BeforeAll
    static void createRealm(Oka oka) {
        server = ResourceServer.create(oka);
        realm = server.realm();
        tenant = Tenants.createWithTeam(realm);
        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .json(Map.of("tier", "pro"))
                .send()
                .expect(200);
    }

    @AfterAll
    static void removeRealm() {
        server.close();
    }

    @Test
    void operatorSaysForWhichTenant() {
        assertThat(evaluate("carol", "documents", "documents:export", Map.of("tenant_id", tenant)))
                .isEqualTo("PERMIT");
        assertThat(evaluate("carol", "documents", "documents:export", Map.of())).isEqualTo("DENY");
    }

    @Test
    void membershipIsTheStores() {
        assertThat(evaluate("erin", "documents", "documents:read", Map.of("tenant_id", tenant)))
                .isEqualTo("DENY");
        assertThat(evaluate("erin", "documents", "documents:read", Map.of("tenant_id", tenant, "tenant_role", "owner")))
                .isEqualTo("DENY");
        assertThat(evaluate("carol", "documents", "documents:read", Map.of("tenant_id", "a,b")))
                .isEqualTo("DENY");
    }

    @Test
    void policyAndResourceNameTheirTenantHereToo() {
        String byPolicy = server.guarded(Map.of("feature", "export", "tenantId", tenant));
        String byResource = server.guarded(Map.of("feature", "export"), Map.of("tenantId", List.of(tenant)));

        for (String resource : List.of(byPolicy, byResource)) {
            assertThat(evaluate("carol", resource, "use", Map.of())).isEqualTo("PERMIT");
            assertThat(evaluate("erin", resource, "use", Map.of())).isEqualTo("DENY");
        }
    }

    @Test
    void evaluatingUsesNothing() {
        for (int i = 0; i < 2; i++) {
            assertThat(evaluate("carol", "documents", "documents:read", Map.of("tenant_id", tenant)))
                    .isEqualTo("PERMIT");
        }

        assertThat(realm.oka().rows("SELECT 1 FROM oka_quota_counter WHERE tenant_id = ?", tenant))
                .isEmpty();
    }

    private static String evaluate(String username, String resource, String scope, Map<String, String> typed) {
        JsonNode answer = realm.operator()
                .post(server.path("/policy/evaluate"))
                .json(Map.of(
                        "userId",
                        realm.userId(username),
                        "roleIds",
                        List.of(),
                        "entitlements",
                        false,
                        "context",
                        Map.of("attributes", typed),
                        "resources",
                        List.of(Map.of("name", resource, "scopes", List.of(Map.of("name", scope))))))
                .send()
                .expect(200)
                .json();
        return answer.path("status").asText();
    }
}
