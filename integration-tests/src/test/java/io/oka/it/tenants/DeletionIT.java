package io.oka.it.tenants;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ChangeRow;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A user, a client or a realm is deleted in Keycloak: nothing of ours is left that refers to it. */
@OkaServer
final class DeletionIT {

    private final Oka oka;

    DeletionIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void deletedUserIsNoMemberAnyMore() {
        try (TestRealm realm = newRealm()) {
            String living = Tenants.createWithTeam(realm);
            String deleted = Tenants.createWithTeam(realm);
            Tenants.delete(realm, deleted);
            String carol = realm.userId("carol");

            deleteUser(realm, "carol");

            assertThat(rowsWith("user_id", carol)).isEmpty();
            for (String tenant : List.of(living, deleted)) {
                ChangeRow change = ChangeRow.last(oka, tenant);
                assertThat(change.type()).isEqualTo("user.removed_from_tenant");
                assertThat(change.datum("userId")).isEqualTo(carol);
                assertThat(change.datum("previousRole")).isEqualTo("member");
                assertThat(ChangeRow.types(oka, tenant).stream().filter("user.removed_from_tenant"::equals))
                        .hasSize(1);
            }
            Response members = realm.as("alice")
                    .get("/tenants/" + living + "/members")
                    .send()
                    .expect(200);
            assertThat(members.json().findValuesAsText("username")).containsExactly("alice", "bob");
        }
    }

    @Test
    void tenantOfADeletedOwnerIsOwnerlessUntilAnOperatorAppointsOne() {
        try (TestRealm realm = newRealm()) {
            String tenant = Tenants.createWithTeam(realm);

            deleteUser(realm, "alice");

            assertThat(isOwnerless(realm, tenant)).isTrue();
            Response listed = realm.operator().get("/tenants").send().expect(200);
            assertThat(listed.json().path(0).path("ownerless").asBoolean()).isTrue();
            assertProblem(
                    realm.as("bob")
                            .patch("/tenants/" + tenant + "/members/" + realm.userId("bob"))
                            .json(Map.of("role", "owner"))
                            .send(),
                    403,
                    "insufficient_role");
            Tenants.setRole(realm, tenant, "bob", "owner");
            assertThat(isOwnerless(realm, tenant)).isFalse();
        }
    }

    @Test
    void invitationsOutliveThoseWhoMadeAndAcceptedThem() {
        try (TestRealm realm = newRealm()) {
            String tenant = Tenants.createWithTeam(realm);
            String waiting = Invitations.invite(realm, "bob", tenant, "erin@example.com", "member")
                    .expect(201)
                    .id();
            String accepted = Invitations.invite(realm, tenant, "dave@example.com");
            Invitations.accept(realm, accepted, Invitations.linkId(oka, accepted), realm.userId("dave"))
                    .expect(204);
            String dave = realm.userId("dave");
            String bob = realm.userId("bob");

            deleteUser(realm, "bob");
            deleteUser(realm, "dave");

            assertThat(rowsWith("invited_by", bob)).isEmpty();
            assertThat(rowsWith("accepted_by", dave)).isEmpty();
            Invitations.accept(realm, waiting, Invitations.linkId(oka, waiting), realm.userId("erin"))
                    .expect(204);
            Response one = realm.as("alice")
                    .get("/tenants/" + tenant + "/invitations/" + accepted)
                    .send()
                    .expect(200);
            assertThat(one.json().path("status").asText()).isEqualTo("accepted");
            assertThat(one.json().has("acceptedBy")).isFalse();
        }
    }

    @Test
    void personOfTheSameNameIsAnotherPerson() {
        try (TestRealm realm = newRealm()) {
            String tenant = Tenants.createWithTeam(realm);
            deleteUser(realm, "carol");

            realm.addUser("carol");

            assertProblem(
                    realm.with(realm.token("carol")).get("/tenants/" + tenant).send(), 404, "not_found");
        }
    }

    @Test
    void deletedClientLeavesNothing() {
        try (TestRealm realm = newRealm()) {
            realm.asService("backend").get("/tenants").send().expect(403);
            String token = realm.serviceToken("backend");
            String uuid = oka.admin().clientUuid(realm.name(), "backend");

            oka.admin().delete(realm.adminPath("/clients/" + uuid));

            assertProblem(realm.with(token).get("/tenants").send(), 401, "invalid_token");
            assertThat(rowsWith("client_uuid", uuid)).isEmpty();
        }
    }

    @Test
    void setUpBringsBackWhatWasDeletedOfIt() {
        try (TestRealm realm = newRealm()) {
            String uuid = oka.admin().clientUuid(realm.name(), "tenant-api");
            oka.admin().delete(realm.adminPath("/clients/" + uuid));
            Response broken = realm.operator().get("/oka/setup").send().expect(200);
            assertThat(broken.json().path("parts").path("client").asBoolean(true))
                    .isFalse();

            Response repaired = realm.operator().post("/oka/setup").send().expect(200);

            assertThat(repaired.json().path("parts").path("client").asBoolean()).isTrue();
            realm.with(realm.token("alice")).get("/tenants").send().expect(200);
        }
    }

    @Test
    void deletedRealmLeavesNoRowInAnyTable() {
        TestRealm realm = newRealm();
        String realmId = oka.admin().get(realm.adminPath("")).path("id").asText();
        String tenant = Tenants.createWithTeam(realm);
        String deleted = Tenants.createWithTeam(realm);
        Tenants.delete(realm, deleted);
        realm.as("alice")
                .post("/tenants")
                .header("Idempotency-Key", "kept")
                .json(Map.of("name", Tenants.freshName()))
                .send()
                .expect(201);
        Invitations.invite(realm, tenant, "somebody@example.com");
        assertThat(rowsWith("realm_id", realmId).keySet())
                .contains("oka_tenant", "oka_tenant_member", "oka_change", "oka_idempotency", "oka_invitation");

        realm.close();

        assertThat(rowsWith("realm_id", realmId)).isEmpty();
        assertThat(rowsWith("tenant_id", tenant)).isEmpty();
        assertThat(rowsWith("tenant_id", deleted)).isEmpty();
    }

    @Test
    void everyTableOfOursSaysOfWhichRealmItsRowsAre() {
        List<String> tables =
                oka.rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'oka\\_%'").stream()
                        .map(row -> (String) row.get("table_name"))
                        .filter(Objects::nonNull)
                        .toList();

        assertThat(tables).isNotEmpty().isSubsetOf(tablesWith("realm_id"));
    }

    private TestRealm newRealm() {
        return oka.realm()
                .demoPeople()
                .service("backend")
                .with(representation -> representation.put("smtpServer", Inbox.nobody()))
                .create();
    }

    private void deleteUser(TestRealm realm, String username) {
        oka.admin().delete(realm.adminPath("/users/" + realm.userId(username)));
    }

    private static boolean isOwnerless(TestRealm realm, String tenant) {
        return realm.operator()
                .get("/tenants/" + tenant)
                .send()
                .expect(200)
                .json()
                .path("ownerless")
                .asBoolean();
    }

    /** How many rows of our tables have this value in this column, by table; empty where none has. */
    private Map<String, Object> rowsWith(String column, String value) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (String table : tablesWith(column)) {
            Object count = oka.rows("SELECT count(*) AS n FROM " + table + " WHERE " + column + " = ?", value)
                    .get(0)
                    .get("n");
            if (!Objects.equals(count, 0L)) {
                counts.put(table, Objects.requireNonNull(count));
            }
        }
        return counts;
    }

    private List<String> tablesWith(String column) {
        return oka
                .rows(
                        "SELECT table_name FROM information_schema.columns"
                                + " WHERE table_name LIKE 'oka\\_%' AND column_name = ? ORDER BY table_name",
                        column)
                .stream()
                .map(row -> (String) row.get("table_name"))
                .filter(Objects::nonNull)
                .toList();
    }
}
