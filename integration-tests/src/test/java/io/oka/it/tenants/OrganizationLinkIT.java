package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.server.AdminApi;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a tenant and a native Organization come together and part. */
@OkaServer
final class OrganizationLinkIT {

    private static TestRealm realm;

    @BeforeAll
    static void makeRealm(Oka oka) {
        realm = Linked.realm(oka, "alice", "bob", "carol", "dave", "erin");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void linkCarriesTheTenantsMembersOver() {
        Linked linked = Linked.apart(realm, "alice");
        linked.add("bob", "admin");
        linked.joinNatively("bob");
        linked.joinNatively("carol");

        AdminApi.Answer answer = linked.link();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("organizationId").asText()).isEqualTo(linked.organizationId());
        assertThat(answer.json().path("membershipAuthority").asText()).isEqualTo("tenant");
        linked.expectBothSides("alice", "bob");
        assertThat(linked.role("bob")).isEqualTo("admin");
    }

    @Test
    void linkCarriesTheOrganizationsMembersOverWhereItDecides() {
        Linked linked = Linked.apart(realm, "alice");
        linked.add("dave", "owner");
        linked.add("bob", "admin");
        linked.joinNatively("alice");
        linked.joinNatively("carol");

        AdminApi.Answer answer =
                linked.patch(Map.of("organizationId", linked.organizationId(), "membershipAuthority", "organization"));

        assertThat(answer.json().path("membershipAuthority").asText()).isEqualTo("organization");
        linked.expectBothSides("alice", "carol");
        assertThat(linked.role("alice")).isEqualTo("owner");
        assertThat(linked.role("carol")).isEqualTo("member");
    }

    @Test
    void linkLeavesNoTenantWithoutOwner() {
        Linked linked = Linked.apart(realm, "alice");
        linked.add("bob", "admin");
        linked.joinNatively("carol");

        linked.patch(Map.of("organizationId", linked.organizationId(), "membershipAuthority", "organization"));

        linked.expectBothSides("alice", "carol");
        assertThat(linked.tenant().path("ownerless").asBoolean()).isFalse();
    }

    @Test
    void managedMemberStaysOnBothSidesWhenTheTenantDecides() {
        Linked linked = Linked.apart(realm, "alice");
        linked.joinNatively("carol");
        linked.makeManaged("carol");

        linked.link();

        linked.expectBothSides("alice", "carol");
    }

    @Test
    void unlinkedSidesKeepTheirMembersAndGoTheirWays() {
        Linked linked = Linked.together(realm, "alice", "tenant");
        linked.add("bob", "member");

        AdminApi.Answer answer = linked.unlink();
        linked.joinNatively("carol");
        linked.remove("bob");

        assertThat(answer.json().has("organizationId")).isFalse();
        assertThat(linked.members()).containsExactly("alice");
        assertThat(linked.nativeMembers()).containsExactly("alice", "bob", "carol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "00000000-0000-0000-0000-000000000000", "' or 1=1 --"})
    void whatIsNoOrganizationIsNotLinked(String id) {
        AdminApi.Answer answer = Linked.apart(realm, "alice").patch(Map.of("organizationId", id));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("organization_not_found");
        assertThat(answer.json().path("errors").path(0).path("field").asText()).isEqualTo("organizationId");
    }

    @Test
    void anotherRealmsOrganizationIsNotLinked(Oka oka) {
        try (TestRealm other = Linked.realm(oka)) {
            String foreign = Linked.organization(other, "foreign" + UUID.randomUUID());

            AdminApi.Answer answer = Linked.apart(realm, "alice").patch(Map.of("organizationId", foreign));

            assertThat(answer.json().path("code").asText()).isEqualTo("organization_not_found");
        }
    }

    @Test
    void organizationIsLinkedOnce() {
        Linked linked = Linked.together(realm, "alice", "tenant");
        Linked other = Linked.apart(realm, "bob");

        AdminApi.Answer answer = other.patch(Map.of("organizationId", linked.organizationId()));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asText()).isEqualTo("organization_linked");
        assertThat(linked.link().status()).isEqualTo(200);
        linked.expectBothSides("alice");
    }

    @Test
    void nothingIsLinkedWhereOrganizationsAreOff(Oka oka) {
        try (TestRealm off = oka.realm().users("alice").create()) {
            String tenantId = oka.admin()
                    .post(off.adminPath("/tenants"), Map.of("name", "acme", "ownerUsername", "alice"))
                    .id();

            AdminApi.Answer answer = oka.admin()
                    .send("PATCH", off.adminPath("/tenants/" + tenantId), Map.of("organizationId", "x"), Set.of(409));

            assertThat(answer.json().path("code").asText()).isEqualTo("organizations_disabled");
        }
    }

    @Test
    void moreMembersThanSeatsAreNotCarriedOver(Oka oka) {
        try (TestRealm small = Linked.realm(oka, 2, "alice", "bob", "carol")) {
            Linked linked = Linked.apart(small, "alice");
            linked.joinNatively("bob");
            linked.joinNatively("carol");

            AdminApi.Answer answer = linked.patch(
                    Map.of("organizationId", linked.organizationId(), "membershipAuthority", "organization"));

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().path("code").asText()).isEqualTo("member_limit_reached");
            assertThat(linked.tenant().has("organizationId")).isFalse();
            assertThat(linked.members()).containsExactly("alice");
            assertThat(linked.nativeMembers()).containsExactly("bob", "carol");
        }
    }

    @Test
    void authorityIsOneOfTheTwoSides() {
        AdminApi.Answer answer = Linked.apart(realm, "alice").patch(Map.of("membershipAuthority", "TENANT"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("field").asText()).isEqualTo("membershipAuthority");
    }

    @ParameterizedTest
    @ValueSource(strings = {"organizationId", "membershipAuthority"})
    void membersDoNotLink(String field) {
        Linked linked = Linked.apart(realm, "alice");

        int status = realm.oka()
                .http()
                .patch(realm.path("/tenants/" + linked.tenantId()))
                .bearer(realm.token("alice"))
                .json(Map.of(field, "organization"))
                .send()
                .status();

        assertThat(status).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "organization"})
    void deletedOrganizationTakesTheLinkAndNotTheMembers(String authority) {
        Linked linked = Linked.together(realm, "alice", authority);
        linked.add("bob", "member");

        realm.oka().admin().delete(linked.organizationPath(""));

        assertThat(linked.tenant().has("organizationId")).isFalse();
        assertThat(linked.members()).containsExactly("alice", "bob");
    }

    @Test
    void deletedTenantFreesItsOrganization() {
        Linked linked = Linked.together(realm, "alice", "tenant");
        Linked next = new Linked(realm, Linked.apart(realm, "bob").tenantId(), linked.organizationId());

        realm.oka().admin().delete(linked.tenantPath(""));
        linked.joinNatively("carol");

        assertThat(next.link().status()).isEqualTo(200);
        next.expectBothSides("bob");
        realm.oka().admin().post(linked.tenantPath("/restore"), null);
        assertThat(linked.tenant().has("organizationId")).isFalse();
        assertThat(linked.members()).containsExactly("alice");
    }

    @Test
    void realmWithOrganizationsIsImported(Oka oka) {
        try (TestRealm imported = oka.realm()
                .users("alice", "bob")
                .with(representation -> {
                    representation.put("organizationsEnabled", true);
                    representation.put(
                            "organizations",
                            Set.of(Map.of(
                                    "name",
                                    "acme",
                                    "alias",
                                    "acme",
                                    "domains",
                                    Set.of(Map.of("name", "acme.example")),
                                    "members",
                                    Set.of(Map.of("username", "bob", "membershipType", "UNMANAGED")))));
                })
                .create()) {
            String organizationId = oka.admin()
                    .get(imported.adminPath("/organizations"))
                    .path(0)
                    .path("id")
                    .asText();
            Linked linked = new Linked(imported, Linked.apart(imported, "alice").tenantId(), organizationId);

            linked.patch(Map.of("organizationId", organizationId, "membershipAuthority", "organization"));

            linked.expectBothSides("alice", "bob");
        }
    }

    @Test
    void operatorsFindTheOwnerless() {
        Linked linked = Linked.together(realm, "erin", "organization");
        String search = realm.adminPath(
                "/tenants?ownerless=true&search=" + linked.tenant().path("name").asText());
        assertThat(realm.oka().admin().get(search)).isEmpty();

        assertThat(linked.leaveNatively("erin").status()).isEqualTo(204);

        assertThat(realm.oka().admin().get(search)).hasSize(1);
        assertThat(realm.oka()
                        .admin()
                        .send("GET", realm.adminPath("/tenants?ownerless=x"), null, Set.of(400))
                        .status())
                .isEqualTo(400);
    }
}
