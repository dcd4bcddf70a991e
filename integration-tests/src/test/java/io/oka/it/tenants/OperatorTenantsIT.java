package io.oka.it.tenants;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.createWithTeam;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /admin/realms/{realm}/tenants}, for operators. */
@OkaServer
final class OperatorTenantsIT {

    private final Oka oka;
    private final TestRealm realm;
    private final Caller operator;

    OperatorTenantsIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.operator = realm.operator();
    }

    @Test
    void createsForAnOwnerById() {
        String name = freshName();
        String requestId = UUID.randomUUID().toString();

        Response created = operator.post("/tenants")
                .header("X-Request-ID", requestId)
                .json(Map.of("name", name, "ownerId", realm.userId("alice"), "quotaLimit", 5_000))
                .send()
                .expect(201);

        assertThat(created.json().path("quotaLimit").asLong()).isEqualTo(5_000);
        assertThat(created.json().path("ownerless").asBoolean(true)).isFalse();
        assertThat(created.json().path("suspended").asBoolean(true)).isFalse();
        assertThat(created.header("Location")).contains(oka.baseUrl() + realm.adminPath("/tenants/" + created.id()));
        assertThat(get(created.id()).json()).isEqualTo(created.json());
        assertThat(ChangeRow.types(oka, created.id()))
                .containsExactly("tenant.created", "user.added_to_tenant", "subscription.created");
        ChangeRow change = ChangeRow.of(oka, created.id()).get(0);
        assertThat(change.actorType()).isEqualTo("operator");
        assertThat(change.actorId()).isNotBlank();
        assertThat(change.clientId()).isEqualTo("admin-cli");
        assertThat(change.correlationId()).isEqualTo(requestId);
        assertThat(change.datum("quotaLimit")).isEqualTo("5000");
        Response seen = realm.as("alice").get("/tenants/" + created.id()).send().expect(200);
        assertThat(seen.json().path("role").asText()).isEqualTo("owner");
        assertThat(seen.json().path("quotaLimit").asLong()).isEqualTo(5_000);
    }

    @Test
    void createsForAnOwnerByName() {
        Response created =
                create(Map.of("name", freshName(), "ownerUsername", "alice")).expect(201);

        realm.as("alice").get("/tenants/" + created.id()).send().expect(200);
    }

    @Test
    void createsWithoutAnOwnerUntilOneIsAppointed() {
        Response created = create(Map.of("name", freshName())).expect(201);
        assertThat(created.json().path("ownerless").asBoolean()).isTrue();

        Tenants.addMember(realm, created.id(), "bob", "admin");
        assertThat(get(created.id()).json().path("ownerless").asBoolean()).isTrue();
        Tenants.setRole(realm, created.id(), "bob", "owner");

        assertThat(get(created.id()).json().path("ownerless").asBoolean(true)).isFalse();
    }

    @Test
    void ownerMustBeOneUserOfTheRealm() {
        String name = freshName();

        assertInvalid(create(Map.of("name", name, "ownerId", UUID.randomUUID().toString())), "ownerId");
        assertInvalid(create(Map.of("name", name, "ownerUsername", "nobody")), "ownerUsername");
        assertInvalid(
                create(Map.of("name", name, "ownerId", realm.userId("alice"), "ownerUsername", "alice")),
                "ownerUsername");
        assertThat(find("?search=" + name).json()).isEmpty();
    }

    @Test
    void takenNameIsRefused() {
        String name = freshName();
        Tenants.create(realm, name, "alice");

        assertProblem(create(Map.of("name", name)), 409, "name_taken");
    }

    @Test
    void searchFindsPartsOfNamesWhateverTheirCase() {
        String part = "find-" + UUID.randomUUID();
        String byName = Tenants.create(realm, "x" + part, null);
        String byDisplayName = create(
                        Map.of("name", freshName(), "displayName", "The " + part.toUpperCase(Locale.ROOT)))
                .expect(201)
                .id();
        Tenants.create(realm, freshName(), null);

        Response found = find("?search=" + part.substring(2)).expect(200);

        assertThat(found.json().findValuesAsText("id")).containsExactly(byName, byDisplayName);
        assertThat(found.header("X-Total-Count")).contains("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "!", "\\", "'", "' OR 1=1 --", "*"})
    void searchTakesEveryCharacterAtItsWord(String search) {
        Tenants.create(realm, "a-plain-" + UUID.randomUUID(), null);

        Response found = find("?search=" + Http.encode(search)).expect(200);

        assertThat(found.json()).isEmpty();
    }

    @Test
    void listComesInPagesOldestFirst() {
        String part = UUID.randomUUID().toString();
        List<String> ids = List.of(
                Tenants.create(realm, "c-" + part, null),
                Tenants.create(realm, "b-" + part, null),
                Tenants.create(realm, "a-" + part, null));

        Response first = find("?max=2&search=" + part).expect(200);
        Response rest = find("?first=2&max=2&search=" + part).expect(200);

        assertThat(first.json().findValuesAsText("id")).isEqualTo(ids.subList(0, 2));
        assertThat(first.header("X-Total-Count")).contains("3");
        assertThat(rest.json().findValuesAsText("id")).isEqualTo(ids.subList(2, 3));
    }

    @Test
    void deletedTenantsAreListedApart() {
        String name = freshName();
        String id = Tenants.create(realm, name, "alice");
        Tenants.delete(realm, id);

        Response deleted = find("?deleted=true&search=" + name).expect(200);

        assertThat(deleted.json().findValuesAsText("id")).containsExactly(id);
        assertThat(deleted.json().path(0).path("deletedAt").asText()).endsWith("Z");
        assertThat(find("?search=" + name).json()).isEmpty();
        assertThat(find("?deleted=false&search=" + name).json()).isEmpty();
        assertThat(get(id).expect(200).json().path("deletedAt").asText()).endsWith("Z");
    }

    @Test
    void strangeFilterIsRefused() {
        assertInvalid(find("?deleted=yes"), "deleted");
    }

    @Test
    void patchesAlsoWhatMembersCannot() {
        String id = createWithTeam(realm);

        Response patched =
                patch(id, Map.of("quotaLimit", 7, "displayName", "Seven")).expect(200);

        assertThat(patched.json().path("quotaLimit").asLong()).isEqualTo(7);
        assertThat(patched.json().path("displayName").asText()).isEqualTo("Seven");
        ChangeRow change = ChangeRow.last(oka, id);
        assertThat(change.type()).isEqualTo("tenant.updated");
        assertThat(change.actorType()).isEqualTo("operator");
        JsonNode cleared = patch(id, Collections.singletonMap("quotaLimit", null))
                .expect(200)
                .json();
        assertThat(cleared.path("quotaLimit").isNull()).isTrue();
        assertThat(cleared.path("displayName").asText()).isEqualTo("Seven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "role", "createdAt", "updatedAt", "deletedAt", "suspended", "ownerless"})
    void whatIsNotTheirsToSetIsRefused(String member) {
        String id = createWithTeam(realm);

        assertInvalid(patch(id, Map.of(member, "x")), member);
    }

    @Test
    void strangeTenantIsNotFound() {
        String unknown = UUID.randomUUID().toString();

        assertProblem(get(unknown), 404, "not_found");
        assertProblem(patch(unknown, Map.of()), 404, "not_found");
        assertProblem(operator.delete("/tenants/" + unknown).send(), 404, "not_found");
        assertProblem(operator.get("/tenants/" + unknown + "/members").send(), 404, "not_found");
        assertProblem(operator.post("/tenants/" + unknown + "/suspend").send(), 404, "not_found");
    }

    @Test
    void tenantIsNotFoundInAnotherRealmAlsoWhenItsOwnHasReadIt() {
        String id = createWithTeam(realm);
        get(id).expect(200);
        try (TestRealm other = oka.realm().users("alice").create()) {

            assertProblem(other.operator().get("/tenants/" + id).send(), 404, "not_found");
            assertProblem(other.as("alice").get("/tenants/" + id).send(), 404, "not_found");
            assertProblem(
                    other.operator()
                            .patch("/tenants/" + id)
                            .json(Map.of("displayName", "x"))
                            .send(),
                    404,
                    "not_found");
        }
    }

    @Test
    void membersAreManaged() {
        String id = Tenants.create(realm, "alice");

        Tenants.addMember(realm, id, "erin", "member");
        Tenants.setRole(realm, id, "erin", "owner");
        Tenants.removeMember(realm, id, "alice");

        Response list = operator.get("/tenants/" + id + "/members").send().expect(200);
        assertThat(list.json().findValuesAsText("username")).containsExactly("erin");
        assertThat(list.header("X-Total-Count")).contains("1");
        assertThat(ChangeRow.types(oka, id))
                .endsWith("user.added_to_tenant", "user.role_changed", "user.removed_from_tenant");
        assertThat(ChangeRow.last(oka, id).actorType()).isEqualTo("operator");
    }

    @Test
    void whoIsNoOperatorIsRefused() {
        String id = createWithTeam(realm);
        String member = realm.token("alice");

        assertProblem(realm.operatorWith(member).get("/tenants").send(), 403, "forbidden");
        assertProblem(realm.operatorWith(member).get("/tenants/" + id).send(), 403, "forbidden");
        assertProblem(
                realm.operatorWith(member).get("/tenants/" + UUID.randomUUID()).send(), 403, "forbidden");
        assertProblem(
                realm.operatorWith(member)
                        .post("/tenants")
                        .json(Map.of("name", freshName()))
                        .send(),
                403,
                "forbidden");
        assertProblem(realm.anonymousOperator().get("/tenants").send(), 401, "unauthorized");
        assertProblem(realm.anonymousOperator().get("/tenants/" + id).send(), 401, "unauthorized");
        assertProblem(realm.operatorWith("junk").get("/tenants").send(), 401, "unauthorized");
    }

    private Response create(Map<String, ?> tenant) {
        return operator.post("/tenants").json(tenant).send();
    }

    private Response find(String query) {
        return operator.get("/tenants" + query).send();
    }

    private Response get(String id) {
        return operator.get("/tenants/" + id).send();
    }

    private Response patch(String id, Map<String, ?> members) {
        return operator.patch("/tenants/" + id).json(members).send();
    }
}
