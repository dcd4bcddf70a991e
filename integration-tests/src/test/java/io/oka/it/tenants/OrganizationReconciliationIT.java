package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What no event told of is put right on a schedule. */
@OkaServer
final class OrganizationReconciliationIT {

    private static final String RECONCILE = "oka-reconcile-organizations";
    private static final String SWEEP = "oka-sweep-orphans";

    @Test
    void driftIsSettledByTheTenantWhereItDecides(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice", "bob", "carol", "dave")) {
            Linked linked = Linked.together(realm, "alice", "tenant");
            linked.add("bob", "admin");
            linked.takeNativeRow("bob");
            linked.putNativeRow("carol");
            linked.putNativeRow("dave");
            linked.makeManaged("dave");

            oka.runTask(RECONCILE);

            linked.expectBothSides("alice", "bob", "dave");
            assertThat(linked.role("bob")).isEqualTo("admin");
        }
    }

    @Test
    void driftIsSettledByTheOrganizationWhereItDecides(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice", "bob", "carol")) {
            Linked linked = Linked.together(realm, "alice", "organization");
            linked.add("bob", "admin");
            linked.takeNativeRow("bob");
            linked.putNativeRow("carol");

            oka.runTask(RECONCILE);

            linked.expectBothSides("alice", "carol");
            assertThat(changes(linked, "user.removed_from_tenant", "bob")).isEqualTo(1);
            assertThat(changes(linked, "user.added_to_tenant", "carol")).isEqualTo(1);
        }
    }

    @Test
    void noTenantLosesItsLastOwnerToTheReconciliation(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice", "bob")) {
            Linked linked = Linked.together(realm, "alice", "organization");
            linked.add("bob", "member");
            linked.takeNativeRow("alice");

            oka.runTask(RECONCILE);

            linked.expectBothSides("alice", "bob");
        }
    }

    @Test
    void seatsBindTheReconciliation(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, 2, "alice", "bob", "carol", "dave")) {
            Linked linked = Linked.together(realm, "alice", "organization");
            linked.putNativeRow("bob");
            linked.putNativeRow("carol");
            linked.putNativeRow("dave");

            oka.runTask(RECONCILE);

            assertThat(linked.members()).hasSize(2).contains("alice");
            assertThat(linked.nativeMembers()).hasSize(4);
        }
    }

    @Test
    void linkWithAnOrganizationThatIsGoneEnds(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice")) {
            Linked linked = Linked.apart(realm, "alice");
            linked.sql(
                    "update oka_tenant set organization_id = ? where id = ?",
                    UUID.randomUUID().toString(),
                    linked.tenantId());

            oka.runTask(RECONCILE);

            assertThat(linked.tenant().has("organizationId")).isFalse();
            assertThat(linked.members()).containsExactly("alice");
        }
    }

    @Test
    void membershipsOfUsersWhoAreGoneAreSwept(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice", "bob")) {
            Linked linked = Linked.apart(realm, "alice");
            String gone = UUID.randomUUID().toString();
            String component = UUID.randomUUID().toString();
            linked.putRow(gone);
            linked.putRow("f:" + component + ":some:body");
            linked.putRow("f:not-a-federated-id");
            linked.putRow("lightweight-" + UUID.randomUUID());

            oka.runTask(SWEEP);

            assertThat(rows(linked)).isEqualTo(3);
            assertThat(linked.sql(
                            "update oka_change set data = data where tenant_id = ? and type = 'user.removed_from_tenant'",
                            linked.tenantId()))
                    .isEqualTo(2);
        }
    }

    @Test
    void federatedMemberStaysWhileTheWayToItIsThere(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice")) {
            Linked linked = Linked.apart(realm, "alice");
            String component = oka.admin()
                    .post(
                            realm.adminPath("/components"),
                            Map.of(
                                    "name",
                                    "ldap",
                                    "providerId",
                                    "ldap",
                                    "providerType",
                                    "org.keycloak.storage.UserStorageProvider",
                                    "config",
                                    Map.of(
                                            "enabled", new String[] {"false"},
                                            "editMode", new String[] {"READ_ONLY"},
                                            "vendor", new String[] {"other"},
                                            "connectionUrl", new String[] {"ldap://localhost:1"},
                                            "usersDn", new String[] {"dc=example"},
                                            "authType", new String[] {"none"},
                                            "usernameLDAPAttribute", new String[] {"uid"},
                                            "rdnLDAPAttribute", new String[] {"uid"},
                                            "uuidLDAPAttribute", new String[] {"entryUUID"},
                                            "userObjectClasses", new String[] {"inetOrgPerson"})))
                    .id();
            linked.putRow("f:" + component + ":somebody");

            oka.runTask(SWEEP);
            assertThat(rows(linked)).isEqualTo(2);

            oka.admin().delete(realm.adminPath("/components/" + component));
            oka.runTask(SWEEP);
            assertThat(rows(linked)).isEqualTo(1);
        }
    }

    @Test
    void tenantsOfRealmsThatAreGoneAreRemoved(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice")) {
            Linked linked = Linked.apart(realm, "alice");
            String goneRealm = UUID.randomUUID().toString();
            linked.sql("update oka_tenant set realm_id = ? where id = ?", goneRealm, linked.tenantId());
            linked.sql("update oka_tenant_member set realm_id = ? where tenant_id = ?", goneRealm, linked.tenantId());

            oka.runTask(SWEEP);

            assertThat(rows(linked)).isZero();
            assertThat(linked.sql("delete from oka_tenant where id = ?", linked.tenantId()))
                    .isZero();
        }
    }

    private static int rows(Linked linked) {
        return linked.sql("update oka_tenant_member set role = role where tenant_id = ?", linked.tenantId());
    }

    private static int changes(Linked linked, String type, String username) {
        return linked.sql(
                "update oka_change set data = data where tenant_id = ? and type = ? and data::jsonb ->> 'userId' = ?",
                linked.tenantId(),
                type,
                linked.id(username));
    }
}
