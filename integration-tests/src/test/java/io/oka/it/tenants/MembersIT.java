package io.oka.it.tenants;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.createWithTeam;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code …/members}: alice is owner, bob admin, carol member; dave and erin are strangers. */
@OkaServer
final class MembersIT {

    private final Oka oka;
    private final TestRealm realm;
    private String tenant = "";

    MembersIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    @BeforeEach
    void tenantWithTeamWhereAdminsMayAdd() {
        tenant = createWithTeam(realm);
        realm.setting("directAdd", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "carol"})
    void everyMemberSeesAllMembers(String person) {
        Response list = realm.as(person).get(members()).send().expect(200);

        assertThat(list.json().findValuesAsText("username")).containsExactly("alice", "bob", "carol");
        assertThat(list.json().findValuesAsText("role")).containsExactly("owner", "admin", "member");
        assertThat(list.header("X-Total-Count")).contains("3");
        JsonNode carol = list.json().get(2);
        assertThat(carol.path("userId").asText()).isEqualTo(realm.userId("carol"));
        assertThat(carol.path("email").asText()).isEqualTo("carol@example.com");
        assertThat(carol.path("createdAt").asText()).endsWith("Z");
        Response one = realm.as(person).get(member("carol")).send().expect(200);
        assertThat(one.json()).isEqualTo(carol);
    }

    @Test
    void membersComeInPages() {
        Response second =
                realm.as("carol").get(members() + "?first=1&max=1").send().expect(200);

        assertThat(second.json().findValuesAsText("username")).containsExactly("bob");
        assertThat(second.header("X-Total-Count")).contains("3");
    }

    @Test
    void strangerGets404Everywhere() {
        assertProblem(realm.as("dave").get(members()).send(), 404, "not_found");
        assertProblem(realm.as("dave").get(member("carol")).send(), 404, "not_found");
        assertProblem(add("dave", Map.of("username", "dave")), 404, "not_found");
        assertProblem(changeRole("dave", "carol", "admin"), 404, "not_found");
        assertProblem(remove("dave", "carol"), 404, "not_found");
    }

    @Test
    void whoIsNoMemberIsNotFound() {
        assertProblem(realm.as("alice").get(member("dave")).send(), 404, "not_found");
        assertProblem(changeRole("alice", "dave", "admin"), 404, "not_found");
        assertProblem(remove("alice", "dave"), 404, "not_found");
        assertProblem(realm.as("alice").get(members() + "/nobody").send(), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({"username,dave", "email,dave@example.com"})
    void adminAddsByNameOrAddress(String by, String value) {
        String requestId = UUID.randomUUID().toString();

        Response added = realm.as("bob")
                .post(members())
                .header("X-Request-ID", requestId)
                .json(Map.of(by, value, "role", "admin"))
                .send()
                .expect(201);

        assertThat(added.json().path("userId").asText()).isEqualTo(realm.userId("dave"));
        assertThat(added.json().path("role").asText()).isEqualTo("admin");
        assertThat(added.header("Location")).contains(realm.issuer() + member("dave"));
        ChangeRow change = ChangeRow.last(oka, tenant);
        assertThat(change.type()).isEqualTo("user.added_to_tenant");
        assertThat(change.actorId()).isEqualTo(realm.userId("bob"));
        assertThat(change.correlationId()).isEqualTo(requestId);
        assertThat(change.datum("userId")).isEqualTo(realm.userId("dave"));
        assertThat(change.datum("role")).isEqualTo("admin");
    }

    @Test
    void adminAddsByIdAsMemberWhereNoRoleIsNamed() {
        Response added = add("bob", Map.of("userId", realm.userId("dave"))).expect(201);

        assertThat(added.json().path("role").asText()).isEqualTo("member");
        realm.as("dave").get("/tenants/" + tenant).send().expect(200);
    }

    @Test
    void whoIsThereIsNotAddedAgain() {
        assertProblem(add("bob", Map.of("username", "carol", "role", "admin")), 409, "already_member");
        assertThat(roleOf("carol")).isEqualTo("member");
    }

    @Test
    void whoIsAddedMustBeAUserOfTheRealm() {
        assertInvalid(add("bob", Map.of("username", "nobody")), "username");
        assertInvalid(add("bob", Map.of("email", "nobody@example.com")), "email");
        assertInvalid(add("bob", Map.of("userId", UUID.randomUUID().toString())), "userId");
    }

    @Test
    void exactlyOneWayToNameTheUserIsTaken() {
        assertInvalid(add("bob", Map.of("role", "member")), "userId");
        assertInvalid(add("bob", Map.of("username", "dave", "email", "dave@example.com")), "userId");
    }

    @Test
    void serviceAccountIsNoMember() {
        try (TestRealm own = oka.realm().users("alice").service("backend").create()) {
            String id = Tenants.create(own, "alice");

            Response refused = own.operator()
                    .post("/tenants/" + id + "/members")
                    .json(Map.of("username", "service-account-backend"))
                    .send();

            assertInvalid(refused, "username");
        }
    }

    @Test
    void adminAddsNobodyWherePeopleAreInvited() {
        realm.setting("directAdd", false);

        assertProblem(add("bob", Map.of("username", "dave")), 403, "invite_only");
        assertProblem(add("alice", Map.of("username", "nobody")), 403, "invite_only");
    }

    @Test
    void operatorAddsAlsoWherePeopleAreInvited() {
        realm.setting("directAdd", false);

        Tenants.addMember(realm, tenant, "dave", "owner");

        assertThat(roleOf("dave")).isEqualTo("owner");
        assertThat(ChangeRow.last(oka, tenant).actorType()).isEqualTo("operator");
    }

    @Test
    void memberAddsNobody() {
        assertProblem(add("carol", Map.of("username", "dave")), 403, "insufficient_role");
        realm.setting("directAdd", false);
        assertProblem(add("carol", Map.of("username", "dave")), 403, "insufficient_role");
    }

    @Test
    void adminPromotesAndDemotesBelowOwner() {
        changeRole("bob", "carol", "admin").expect(200);

        ChangeRow change = ChangeRow.last(oka, tenant);
        assertThat(change.type()).isEqualTo("user.role_changed");
        assertThat(change.datum("userId")).isEqualTo(realm.userId("carol"));
        assertThat(change.datum("role")).isEqualTo("admin");
        assertThat(change.datum("previousRole")).isEqualTo("member");
        changeRole("bob", "carol", "member").expect(200);
        assertThat(roleOf("carol")).isEqualTo("member");
    }

    @Test
    void sameRoleAgainIsNoChange() {
        List<String> before = ChangeRow.types(oka, tenant);

        changeRole("bob", "carol", "member").expect(200);

        assertThat(ChangeRow.types(oka, tenant)).isEqualTo(before);
    }

    @Test
    void adminNeitherGrantsNorTakesOwnership() {
        assertProblem(add("bob", Map.of("username", "dave", "role", "owner")), 403, "insufficient_role");
        assertProblem(changeRole("bob", "carol", "owner"), 403, "insufficient_role");
        assertProblem(changeRole("bob", "bob", "owner"), 403, "insufficient_role");
        assertProblem(changeRole("bob", "alice", "member"), 403, "insufficient_role");
        assertProblem(remove("bob", "alice"), 403, "insufficient_role");
    }

    @Test
    void ownerGrantsAndTakesOwnership() {
        changeRole("alice", "bob", "owner").expect(200);
        changeRole("bob", "alice", "member").expect(200);

        assertThat(roleOf("alice")).isEqualTo("member");
        assertThat(roleOf("bob")).isEqualTo("owner");
    }

    @Test
    void memberChangesNobodysRole() {
        assertProblem(changeRole("carol", "carol", "admin"), 403, "insufficient_role");
        assertProblem(changeRole("carol", "bob", "member"), 403, "insufficient_role");
    }

    @Test
    void roleMustBeOneOfThree() {
        assertInvalid(changeRole("alice", "carol", "OWNER"), "role");
        assertInvalid(changeRole("alice", "carol", "king"), "role");
        assertInvalid(realm.as("alice").patch(member("carol")).json(Map.of()).send(), "role");
    }

    @Test
    void adminRemovesAMember() {
        remove("bob", "carol").expect(204);

        assertProblem(realm.as("carol").get("/tenants/" + tenant).send(), 404, "not_found");
        ChangeRow change = ChangeRow.last(oka, tenant);
        assertThat(change.type()).isEqualTo("user.removed_from_tenant");
        assertThat(change.actorId()).isEqualTo(realm.userId("bob"));
        assertThat(change.datum("userId")).isEqualTo(realm.userId("carol"));
        assertThat(change.datum("previousRole")).isEqualTo("member");
        assertProblem(remove("bob", "carol"), 404, "not_found");
    }

    @Test
    void memberRemovesNobodyElse() {
        assertProblem(remove("carol", "bob"), 403, "insufficient_role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "carol"})
    void memberLeaves(String person) {
        remove(person, person).expect(204);

        assertProblem(realm.as(person).get("/tenants/" + tenant).send(), 404, "not_found");
    }

    @Test
    void lastOwnerStays() {
        assertProblem(remove("alice", "alice"), 409, "last_owner");
        assertProblem(changeRole("alice", "alice", "admin"), 409, "last_owner");
        assertProblem(realm.operator().delete(member("alice")).send(), 409, "last_owner");
        assertProblem(
                realm.operator()
                        .patch(member("alice"))
                        .json(Map.of("role", "member"))
                        .send(),
                409,
                "last_owner");
        assertThat(roleOf("alice")).isEqualTo("owner");
    }

    @Test
    void ownerLeavesOnceThereIsAnother() {
        changeRole("alice", "bob", "owner").expect(200);

        remove("alice", "alice").expect(204);

        assertProblem(remove("bob", "bob"), 409, "last_owner");
    }

    @Test
    void removedMemberComesBackAsANewOne() {
        changeRole("alice", "bob", "owner").expect(200);
        remove("alice", "bob").expect(204);

        add("alice", Map.of("username", "bob")).expect(201);

        assertThat(roleOf("bob")).isEqualTo("member");
    }

    private String members() {
        return "/tenants/" + tenant + "/members";
    }

    private String member(String person) {
        return members() + "/" + realm.userId(person);
    }

    private String roleOf(String person) {
        return realm.as(person)
                .get("/tenants/" + tenant)
                .send()
                .expect(200)
                .json()
                .path("role")
                .asText();
    }

    private Response add(String caller, Map<String, ?> whom) {
        return realm.as(caller).post(members()).json(whom).send();
    }

    private Response changeRole(String caller, String whom, String role) {
        return realm.as(caller).patch(member(whom)).json(Map.of("role", role)).send();
    }

    private Response remove(String caller, String whom) {
        return realm.as(caller).delete(member(whom)).send();
    }
}
