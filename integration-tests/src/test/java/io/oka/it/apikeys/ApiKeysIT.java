package io.oka.it.apikeys;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code …/api-keys}: which keys there are, and for whom. */
@OkaServer
final class ApiKeysIT extends TenantWithKeys {

    ApiKeysIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @Test
    void keysAreListedNewestFirstInPages() {
        List<String> made = IntStream.range(0, 5)
                .mapToObj(i -> keys.create(ApiKeys.body("key " + i)).expect(201).id())
                .toList();
        List<String> newestFirst = new ArrayList<>(made);
        Collections.reverse(newestFirst);

        assertThat(keys.ids("")).containsExactlyElementsOf(newestFirst);
        assertThat(keys.ids("?first=1&max=2")).containsExactlyElementsOf(newestFirst.subList(1, 3));
        assertThat(keys.list("?first=4&max=2").header("X-Total-Count")).contains("5");
        assertInvalid(keys.list("?max=101"), "max");
        assertInvalid(keys.list("?first=-1"), "first");
    }

    @Test
    void listIsNarrowedByStateAndEnvironment() {
        String live = keys.create().id();
        Map<String, Object> test = ApiKeys.body("test");
        test.put("environment", "test");
        String forTests = keys.create(test).expect(201).id();
        String revoked = keys.create().id();
        keys.revoke(revoked).expect(204);
        String expired = keys.createUntil(Instant.now().plusSeconds(30)).id();
        String rotated = keys.create().id();
        String successor = keys.rotate(rotated, 20).expect(201).id();
        String inGrace = keys.create().id();
        String another = keys.rotate(inGrace, 3_600).expect(201).id();

        oka.moveClock(Duration.ofMinutes(1));

        ApiKeys later = ApiKeys.of(realm, "bob", tenant);
        assertThat(later.ids("?status=active")).containsExactlyInAnyOrder(live, forTests, successor, inGrace, another);
        assertThat(later.ids("?status=revoked")).containsExactly(revoked);
        assertThat(later.ids("?status=expired")).containsExactlyInAnyOrder(expired, rotated);
        assertThat(later.ids("?environment=test")).containsExactly(forTests);
        assertThat(later.ids("?environment=live&status=revoked")).containsExactly(revoked);
        assertThat(later.list("?status=expired&max=1").header("X-Total-Count")).contains("2");
        for (String bad : List.of("?status=ACTIVE", "?status=gone", "?environment=prod", "?status=active'--")) {
            assertProblem(later.list(bad.replace("'", "%27")), 400, "validation_failed");
        }
    }

    @Test
    void anotherTenantsKeyIsNotFoundHere() {
        String other = Tenants.createWithTeam(realm);
        String id = ApiKeys.of(realm, "bob", other).create().id();
        keys.create();

        for (String unknown : List.of(id, UUID.randomUUID().toString(), "x", "%27%20OR%201=1")) {
            assertProblem(keys.get(unknown), 404, "not_found");
            assertProblem(keys.patch(unknown, Map.of("name", "stolen")), 404, "not_found");
            assertProblem(keys.revoke(unknown), 404, "not_found");
            assertProblem(keys.rotate(unknown, 0), 404, "not_found");
        }

        assertProblem(keys.get("a%00b"), 400, "malformed_address");
        assertThat(keys.ids("")).hasSize(1).doesNotContain(id);
        assertThat(ApiKeys.of(realm, "bob", other).status(id)).isEqualTo("active");
    }

    @Test
    void anotherRealmsOperatorDoesNotReachIt() {
        String id = keys.create().id();
        try (TestRealm otherRealm = oka.realm().users("alice").create()) {
            String otherTenant = Tenants.create(otherRealm, "alice");

            assertProblem(
                    otherRealm
                            .operator()
                            .get("/tenants/" + tenant + "/api-keys/" + id)
                            .send(),
                    404,
                    "not_found");
            assertProblem(
                    otherRealm
                            .operator()
                            .get("/tenants/" + otherTenant + "/api-keys/" + id)
                            .send(),
                    404,
                    "not_found");
        }
    }

    @Test
    void suspendedTenantsKeysAreReadAndNotChanged() {
        String id = keys.create().id();
        Tenants.suspend(realm, tenant);

        keys.get(id).expect(200);
        assertProblem(keys.create(ApiKeys.body("x")), 403, "tenant_suspended");
        assertProblem(keys.patch(id, Map.of("name", "x")), 403, "tenant_suspended");
        assertProblem(keys.revoke(id), 403, "tenant_suspended");
        assertProblem(keys.rotate(id, 0), 403, "tenant_suspended");
        ApiKeys.ofOperator(realm, tenant).revoke(id).expect(204);
    }

    @Test
    void operatorsManageThemToo() {
        ApiKeys operator = ApiKeys.ofOperator(realm, tenant);

        Response made = operator.create();
        Response successor = operator.rotate(made.id(), 60).expect(201);
        operator.patch(made.id(), Map.of("name", "renamed")).expect(200);
        operator.revoke(successor.id()).expect(204);

        assertThat(made.json().path("createdBy").isNull()).isTrue();
        assertThat(successor.header("Location")).hasValueSatisfying(location -> assertThat(location)
                .contains("/admin/realms/")
                .endsWith("/tenants/" + tenant + "/api-keys/" + successor.id()));
        assertThat(operator.ids("")).containsExactlyInAnyOrder(made.id(), successor.id());
        assertThat(keys.json(made.id()).path("name").asText()).isEqualTo("renamed");
        assertThat(ChangeRow.last(oka, tenant).actorType()).isEqualTo("operator");
    }

    @Test
    void operatorWhoMayOnlyReadChangesNothing() {
        String id = keys.create().id();
        String viewer = "viewer-" + UUID.randomUUID();
        realm.addUser(viewer);
        oka.admin().grantClientRoles(realm.name(), realm.userId(viewer), "realm-management", List.of("view-realm"));
        ApiKeys viewers = new ApiKeys(realm.operatorWith(realm.token(viewer)), keys.path());

        viewers.get(id).expect(200);
        assertProblem(viewers.create(ApiKeys.body("x")), 403, "forbidden");
        assertProblem(viewers.patch(id, Map.of("name", "x")), 403, "forbidden");
        assertProblem(viewers.revoke(id), 403, "forbidden");
        assertProblem(viewers.rotate(id, 0), 403, "forbidden");
        assertProblem(new ApiKeys(realm.operatorWith(realm.token("alice")), keys.path()).list(""), 403, "forbidden");
        assertProblem(new ApiKeys(realm.anonymousOperator(), keys.path()).list(""), 401, "unauthorized");
    }

    @Test
    void deletedTenantGetsNoKey() {
        String id = keys.create().id();
        Tenants.delete(realm, tenant);
        ApiKeys operator = ApiKeys.ofOperator(realm, tenant);

        assertProblem(operator.create(ApiKeys.body("x")), 409, "tenant_deleted");
        assertProblem(operator.rotate(id, 0), 409, "tenant_deleted");
        assertProblem(operator.patch(id, Map.of("name", "x")), 409, "tenant_deleted");
        operator.revoke(id).expect(204);
        assertProblem(keys.list(""), 404, "not_found");
    }
}
