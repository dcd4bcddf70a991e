package io.oka.it.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Tenants;
import io.oka.server.NodeOptions;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.OwnNode;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The server's own AuthZEN feature, on a node where it is on. It names people and has no token of theirs, so that the
 * tenant is the policy's or the resource's; what its requests say beside is the calling client's word.
 */
@OkaServer
final class NativeAuthZenIT {

    private static OwnNode node;
    private static ResourceServer server;
    private static TestRealm realm;
    private static String tenant = "";
    private static String byPolicy = "";
    private static String byResource = "";

    @BeforeAll
    static void startNode(Oka shared) {
        node = OwnNode.startWith("authzen", shared, NodeOptions::developmentPepper);
        server = ResourceServer.create(node.oka());
        realm = server.realm();
        tenant = Tenants.createWithTeam(realm);
        byPolicy = server.guarded(Map.of("feature", "export", "tenantId", tenant));
        byResource = server.guarded(Map.of("feature", "export"), Map.of("tenantId", List.of(tenant)));
        plan("pro");
    }

    @AfterAll
    static void stopNode() {
        server.close();
        node.close();
    }

    @Test
    void decisionFollowsThePlanOfTheTenantThatPolicyOrResourceNames() {
        for (String resource : List.of(byPolicy, byResource)) {
            assertThat(decision("carol", resource, Map.of())).isTrue();
            assertThat(decision("erin", resource, Map.of())).as("is no member").isFalse();
        }
        plan("free");
        await().atMost(Duration.ofSeconds(1)).until(() -> !decision("carol", byPolicy, Map.of()));
        plan("pro");
        await().atMost(Duration.ofSeconds(1)).until(() -> decision("carol", byPolicy, Map.of()));
    }

    @Test
    void whatTheRequestSaysOfATenantIsNotBelieved() {
        String nobodys = server.guarded(Map.of("feature", "export"));
        Map<String, Object> said = Map.of("tenant_id", tenant, "tenantId", tenant);

        assertThat(decision("carol", nobodys, said)).isFalse();
        assertThat(decision("erin", byPolicy, Map.of("tenant_role", "owner"))).isFalse();
    }

    @Test
    void disabledPersonIsRefused() {
        realm.addUser("frank");
        Tenants.addMember(realm, tenant, "frank", "member");
        assertThat(decision("frank", byPolicy, Map.of())).isTrue();

        realm.operator()
                .put("/users/" + realm.userId("frank"))
                .json(Map.of("username", "frank", "enabled", false))
                .send()
                .expect(204);

        assertThat(decision("frank", byPolicy, Map.of())).isFalse();
    }

    @Test
    void clientIsAMemberOfNothing() {
        assertThat(decision(
                        Map.of("type", "client", "id", ResourceServer.CLIENT),
                        Map.of("type", "thing", "id", byPolicy),
                        Map.of()))
                .isFalse();
    }

    private static boolean decision(String username, String resource, Map<String, Object> said) {
        return decision(
                Map.of("type", "user", "id", username, "properties", said),
                Map.of("type", "thing", "id", resource, "properties", said),
                said);
    }

    private static boolean decision(
            Map<String, Object> subject, Map<String, Object> resource, Map<String, Object> context) {
        return realm.asService(ResourceServer.CLIENT)
                .post("/authzen/access/v1/evaluation")
                .json(Map.of(
                        "subject", subject, "resource", resource, "action", Map.of("name", "use"), "context", context))
                .send()
                .expect(200)
                .json()
                .path("decision")
                .asBoolean();
    }

    private static void plan(String tier) {
        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .json(Map.of("tier", tier))
                .send()
                .expect(200);
    }
}
