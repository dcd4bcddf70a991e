package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.server.AdminApi;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Membership of a linked tenant follows both ways. */
@OkaServer
final class OrganizationFollowIT {

    private static TestRealm realm;

    @BeforeAll
    static void makeRealm(Oka oka) {
        realm = Linked.realm(oka, "alice", "bob", "carol", "dave");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void nativeChangesAreFollowed(String authority) {
        Linked linked = Linked.together(realm, "alice", authority);

        assertThat(linked.joinNatively("bob").status()).isEqualTo(201);
        assertThat(linked.joinNatively("carol").status()).isEqualTo(201);
        assertThat(linked.leaveNatively("bob").status()).isEqualTo(204);

        linked.expectBothSides("alice", "carol");
        assertThat(linked.role("carol")).isEqualTo("member");
        JsonNode audit = audit(linked);
        assertThat(audit)
                .extracting(entry -> entry.path("type").asText())
                .startsWith("user.removed_from_tenant", "user.added_to_tenant", "user.added_to_tenant");
        assertThat(audit.path(0).path("actor").path("type").asText()).isEqualTo("operator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void ourChangesAreFollowed(String authority) {
        Linked linked = Linked.together(realm, "alice", authority);

        assertThat(linked.add("bob", "admin").status()).isEqualTo(201);
        assertThat(linked.add("carol", "member").status()).isEqualTo(201);
        assertThat(linked.add("dave", "member").status()).isEqualTo(201);
        assertThat(linked.remove("bob").status()).isEqualTo(204);
        assertThat(linked.leave("carol").status()).isEqualTo(204);

        linked.expectBothSides("alice", "dave");
    }

    @Test
    void tenantsAdminNeedsNoPermissionForOrganizations() {
        Linked linked = Linked.together(realm, "alice", "tenant");
        realm.oka().admin().patch(realm.adminPath("/oka/settings"), Map.of("directAdd", true));

        int added = realm.oka()
                .http()
                .post(realm.path("/tenants/" + linked.tenantId() + "/members"))
                .bearer(realm.token("alice"))
                .json(Map.of("username", "bob"))
                .send()
                .status();

        assertThat(added).isEqualTo(201);
        linked.expectBothSides("alice", "bob");
    }

    @Test
    void lastOwnerLeavesNeitherSideOfATenantThatDecides() {
        Linked linked = Linked.together(realm, "alice", "tenant");

        AdminApi.Answer answer = linked.leaveNatively("alice");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("errorMessage").asText()).contains("at least one owner");
        assertThat(answer.json().path("params").path(0).asText()).isEqualTo("last_owner");
        assertThat(linked.remove("alice").status()).isEqualTo(409);
        linked.expectBothSides("alice");
    }

    @Test
    void lastOwnerMayLeaveAnOrganizationThatDecides() {
        Linked linked = Linked.together(realm, "alice", "organization");

        assertThat(linked.remove("alice").status()).isEqualTo(409);
        linked.expectBothSides("alice");
        assertThat(linked.leaveNatively("alice").status()).isEqualTo(204);

        linked.expectBothSides();
        assertThat(linked.tenant().path("ownerless").asBoolean()).isTrue();
    }

    @Test
    void seatsVetoNativeJoins(Oka oka) {
        try (TestRealm small = Linked.realm(oka, 2, "alice", "bob", "carol")) {
            Linked linked = Linked.together(small, "alice", "organization");
            linked.joinNatively("bob");

            AdminApi.Answer refusal = linked.joinNatively("carol");

            assertThat(refusal.status()).isEqualTo(409);
            assertThat(refusal.json().path("params").path(0).asText()).isEqualTo("member_limit_reached");
            assertThat(linked.add("carol", "member").json().path("code").asText())
                    .isEqualTo("member_limit_reached");
            linked.expectBothSides("alice", "bob");
            assertThat(audit(linked))
                    .extracting(entry -> entry.path("type").asText())
                    .filteredOn("user.added_to_tenant"::equals)
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void managedMemberIsNeverDeletedByUs(String authority) {
        Linked linked = Linked.together(realm, "alice", authority);
        String name = "managed-" + authority;
        realm.addUser(name);
        linked.joinNatively(name);
        linked.makeManaged(name);

        AdminApi.Answer removal = linked.remove(name);

        assertThat(removal.status()).isEqualTo(409);
        assertThat(removal.json().path("code").asText()).isEqualTo("managed_member");
        assertThat(linked.leave(name).code()).isEqualTo("managed_member");
        linked.expectBothSides("alice", name);
        assertThat(linked.id(name)).isNotEmpty();
    }

    @Test
    void managedMemberWhomKeycloakDeletesLeavesTheTenant() {
        Linked linked = Linked.together(realm, "alice", "tenant");
        realm.addUser("managed-gone");
        linked.joinNatively("managed-gone");
        linked.makeManaged("managed-gone");

        assertThat(linked.leaveNatively("managed-gone").status()).isEqualTo(204);

        linked.expectBothSides("alice");
        assertThat(linked.id("managed-gone")).isEmpty();
    }

    @Test
    void deletedUserLeavesBothSides() {
        Linked linked = Linked.together(realm, "alice", "tenant");
        realm.addUser("gone");
        linked.add("gone", "owner");

        realm.oka().admin().delete(realm.adminPath("/users/" + linked.id("gone")));

        linked.expectBothSides("alice");
    }

    @Test
    void suspendedTenantFollows() {
        Linked linked = Linked.together(realm, "alice", "tenant");
        realm.oka().admin().post(linked.tenantPath("/suspend"), null);

        linked.joinNatively("bob");

        linked.expectBothSides("alice", "bob");
    }

    @Test
    void membershipFollowsAlsoWhileOrganizationsAreSwitchedOff(Oka oka) {
        try (TestRealm switched = Linked.realm(oka, "alice", "bob", "carol")) {
            Linked linked = Linked.together(switched, "alice", "organization");
            linked.add("carol", "member");
            organizations(switched, false);

            assertThat(linked.add("bob", "member").status()).isEqualTo(201);
            assertThat(linked.remove("carol").status()).isEqualTo(204);

            organizations(switched, true);
            linked.expectBothSides("alice", "bob");
        }
    }

    private static void organizations(TestRealm realm, boolean enabled) {
        realm.oka().admin().put(realm.adminPath(""), Map.of("organizationsEnabled", enabled));
    }

    private static JsonNode audit(Linked linked) {
        return linked.realm()
                .oka()
                .http()
                .get(linked.realm().path("/tenants/" + linked.tenantId() + "/audit"))
                .bearer(linked.realm().token("alice"))
                .send()
                .expect(200)
                .json()
                .path("items");
    }
}
