package io.oka.it.tenants;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.addMember;
import static io.oka.it.support.Tenants.createWithTeam;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /realms/{realm}/tenants} as its members call it. */
@OkaServer
final class TenantsIT {

    private final Oka oka;
    private final TestRealm realm;

    TenantsIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    @Test
    void creatorBecomesOwner() {
        String creator = newPerson();
        String name = freshName();

        Response created = realm.as(creator)
                .post("/tenants")
                .json(Map.of("name", name, "displayName", "Acme Ltd.", "attributes", Map.of("plan", List.of("a", "b"))))
                .send()
                .expect(201);

        JsonNode tenant = created.json();
        assertThat(tenant.path("name").asText()).isEqualTo(name);
        assertThat(tenant.path("displayName").asText()).isEqualTo("Acme Ltd.");
        assertThat(tenant.path("attributes").toString()).isEqualTo("{\"plan\":[\"a\",\"b\"]}");
        assertThat(tenant.path("role").asText()).isEqualTo("owner");
        assertThat(tenant.has("quotaLimit")).isTrue();
        assertThat(tenant.path("quotaLimit").isNull()).isTrue();
        assertThat(UUID.fromString(created.id())).hasToString(created.id());
        assertThat(tenant.path("createdAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
        assertThat(created.header("Location")).contains(realm.issuer() + "/tenants/" + created.id());
        assertThat(tenantAs(creator, created.id()).json()).isEqualTo(tenant);
    }

    @Test
    void creationIsInTheChangeLogWithActorAndCorrelationId() {
        String creator = newPerson();
        String requestId = UUID.randomUUID().toString();

        String id = realm.as(creator)
                .post("/tenants")
                .header("X-Request-ID", requestId)
                .json(Map.of("name", freshName()))
                .send()
                .expect(201)
                .id();

        List<ChangeRow> changes = ChangeRow.of(oka, id);
        assertThat(changes)
                .extracting(ChangeRow::type)
                .containsExactly("tenant.created", "user.added_to_tenant", "subscription.created");
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.actorType()).isEqualTo("user");
            assertThat(change.actorId()).isEqualTo(realm.userId(creator));
            assertThat(change.clientId()).isEqualTo(TestRealm.WEB);
            assertThat(change.ipAddress()).isNotBlank();
            assertThat(change.correlationId()).isEqualTo(requestId);
        });
        assertThat(changes.get(0).datum("id")).isEqualTo(id);
        assertThat(changes.get(1).datum("userId")).isEqualTo(realm.userId(creator));
        assertThat(changes.get(1).datum("role")).isEqualTo("owner");
    }

    @Test
    void attributeOfOneTextStandsForAList() {
        Response created = realm.as(newPerson())
                .post("/tenants")
                .json(Map.of("name", freshName(), "attributes", Map.of("region", "eu")))
                .send()
                .expect(201);

        assertThat(created.json().path("attributes").toString()).isEqualTo("{\"region\":[\"eu\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "0-", "--", "a23456789-123456789-123456789-123456789-123456789-123456789-123"})
    void nameWithinTheRuleIsTaken(String name) {
        try (TestRealm own = oka.realm().users("alice").create()) {
            own.as("alice").post("/tenants").json(Map.of("name", name)).send().expect(201);
        }
    }

    @Test
    void nameIsTakenOnce() {
        String name = freshName();
        Tenants.create(realm, name, "alice");

        Response second = realm.as(newPerson())
                .post("/tenants")
                .json(Map.of("name", name))
                .send();

        assertProblem(second, 409, "name_taken");
    }

    @Test
    void nameIsFreeInAnotherRealm() {
        String name = freshName();
        Tenants.create(realm, name, "alice");
        try (TestRealm other = oka.realm().users("alice").create()) {

            Response created = other.as("alice")
                    .post("/tenants")
                    .json(Map.of("name", name))
                    .send();

            created.expect(201);
        }
    }

    @Test
    void listHoldsTheCallersTenantsWithItsRoles() {
        String person = newPerson();
        String owned = Tenants.create(realm, "b-" + freshName(), person);
        String joined = Tenants.create(realm, "a-" + freshName(), "alice");
        addMember(realm, joined, person, "member");
        Tenants.create(realm, "alice");

        Response list = realm.as(person).get("/tenants").send().expect(200);

        assertThat(list.json().findValuesAsText("id")).containsExactly(joined, owned);
        assertThat(list.json().findValuesAsText("role")).containsExactly("member", "owner");
        assertThat(list.header("X-Total-Count")).contains("2");
    }

    @Test
    void listComesInPages() {
        String person = newPerson();
        List<String> ids = List.of(
                Tenants.create(realm, "a-" + freshName(), person),
                Tenants.create(realm, "b-" + freshName(), person),
                Tenants.create(realm, "c-" + freshName(), person));

        Response middle = realm.as(person).get("/tenants?first=1&max=1").send().expect(200);
        Response beyond = realm.as(person).get("/tenants?first=3").send().expect(200);

        assertThat(middle.json().findValuesAsText("id")).containsExactly(ids.get(1));
        assertThat(middle.header("X-Total-Count")).contains("3");
        assertThat(beyond.json()).isEmpty();
        assertThat(beyond.header("X-Total-Count")).contains("3");
    }

    @Test
    void strangersListIsEmpty() {
        Response list = realm.as(newPerson()).get("/tenants").send().expect(200);

        assertThat(list.text()).isEqualTo("[]");
        assertThat(list.header("X-Total-Count")).contains("0");
    }

    @ParameterizedTest
    @CsvSource({"alice,owner", "bob,admin", "carol,member"})
    void everyMemberReadsItWithTheOwnRole(String person, String role) {
        String id = createWithTeam(realm);

        Response tenant = tenantAs(person, id).expect(200);

        assertThat(tenant.json().path("role").asText()).isEqualTo(role);
    }

    @Test
    void strangerGets404() {
        String id = createWithTeam(realm);

        assertProblem(tenantAs("dave", id), 404, "not_found");
    }

    @Test
    void tenantIsNotFoundByItsName() {
        String name = freshName();
        Tenants.create(realm, name, "alice");

        assertProblem(tenantAs("alice", name), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    void adminChangesWhatCanBeChanged(String person) {
        String id = createWithTeam(realm);
        String name = freshName();

        Response patched =
                patch(person, id, Map.of("name", name, "displayName", "New", "attributes", Map.of("a", List.of("1"))));

        patched.expect(200);
        assertThat(patched.json().path("name").asText()).isEqualTo(name);
        assertThat(patched.json().path("displayName").asText()).isEqualTo("New");
        assertThat(patched.json().path("attributes").toString()).isEqualTo("{\"a\":[\"1\"]}");
        assertThat(tenantAs(person, id).json()).isEqualTo(patched.json());
        assertThat(ChangeRow.last(oka, id).type()).isEqualTo("tenant.updated");
        assertThat(ChangeRow.last(oka, id).actorId()).isEqualTo(realm.userId(person));
        assertThat(ChangeRow.last(oka, id).datum("name")).isEqualTo(name);
    }

    @Test
    void whatAPatchDoesNotNameStays() {
        String id = createWithTeam(realm);
        patch("alice", id, Map.of("displayName", "Stays", "attributes", Map.of("a", List.of("1"))))
                .expect(200);
        JsonNode before = tenantAs("alice", id).json();

        Response patched = patch("alice", id, Map.of("name", freshName())).expect(200);

        assertThat(patched.json().path("displayName")).isEqualTo(before.path("displayName"));
        assertThat(patched.json().path("attributes")).isEqualTo(before.path("attributes"));
        assertThat(patched.json().path("createdAt")).isEqualTo(before.path("createdAt"));
    }

    @Test
    void nullClears() {
        String id = createWithTeam(realm);
        patch("alice", id, Map.of("displayName", "Goes")).expect(200);

        Response patched = patch("alice", id, Collections.singletonMap("displayName", null));

        assertThat(patched.expect(200).json().path("displayName").isNull()).isTrue();
    }

    @Test
    void nameCannotBeCleared() {
        String id = createWithTeam(realm);

        assertInvalid(patch("alice", id, Collections.singletonMap("name", null)), "name");
    }

    @Test
    void renamingToATakenNameIsRefused() {
        String taken = freshName();
        Tenants.create(realm, taken, "alice");
        String id = createWithTeam(realm);

        assertProblem(patch("alice", id, Map.of("name", taken)), 409, "name_taken");
        assertThat(tenantAs("alice", id).json().path("name").asText()).isNotEqualTo(taken);
    }

    @Test
    void renamingToTheOwnNameIsFine() {
        String name = freshName();
        String id = Tenants.create(realm, name, "alice");

        patch("alice", id, Map.of("name", name)).expect(200);
    }

    @Test
    void formerNameIsFreeAfterRenaming() {
        String name = freshName();
        String id = Tenants.create(realm, name, "alice");
        patch("alice", id, Map.of("name", freshName())).expect(200);

        realm.as(newPerson()).post("/tenants").json(Map.of("name", name)).send().expect(201);
    }

    @Test
    void memberChangesNothing() {
        String id = createWithTeam(realm);
        List<String> before = ChangeRow.types(oka, id);

        assertProblem(patch("carol", id, Map.of("displayName", "x")), 403, "insufficient_role");
        assertProblem(delete("carol", id), 403, "insufficient_role");

        assertThat(ChangeRow.types(oka, id)).isEqualTo(before);
    }

    @Test
    void adminDoesNotDelete() {
        String id = createWithTeam(realm);

        assertProblem(delete("bob", id), 403, "insufficient_role");
    }

    @Test
    void deletedTenantIsGoneForEverybodyAndItsNameIsFree() {
        String name = freshName();
        String id = Tenants.create(realm, name, "alice");
        addMember(realm, id, "carol", "member");

        delete("alice", id).expect(204);

        assertProblem(tenantAs("alice", id), 404, "not_found");
        assertProblem(tenantAs("carol", id), 404, "not_found");
        assertProblem(delete("alice", id), 404, "not_found");
        Response list = realm.as("alice").get("/tenants?max=100").send().expect(200);
        assertThat(list.json().findValuesAsText("id")).doesNotContain(id);
        assertThat(ChangeRow.last(oka, id).type()).isEqualTo("tenant.deleted");
        assertThat(ChangeRow.last(oka, id).actorId()).isEqualTo(realm.userId("alice"));
        realm.as(newPerson()).post("/tenants").json(Map.of("name", name)).send().expect(201);
    }

    @Test
    void readingLeavesNoChange() {
        String id = createWithTeam(realm);
        List<String> before = ChangeRow.types(oka, id);

        tenantAs("alice", id).expect(200);
        realm.as("alice").get("/tenants").send().expect(200);
        realm.as("alice").get("/tenants/" + id + "/members").send().expect(200);

        assertThat(ChangeRow.types(oka, id)).isEqualTo(before);
    }

    private String newPerson() {
        String name = "p-" + UUID.randomUUID();
        realm.addUser(name);
        return name;
    }

    private Response tenantAs(String person, String id) {
        return realm.as(person).get("/tenants/" + id).send();
    }

    private Response patch(String person, String id, Map<String, ?> members) {
        return realm.as(person).patch("/tenants/" + id).json(members).send();
    }

    private Response delete(String person, String id) {
        return realm.as(person).delete("/tenants/" + id).send();
    }
}
