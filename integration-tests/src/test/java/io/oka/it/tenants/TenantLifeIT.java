package io.oka.it.tenants;

import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.createWithTeam;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ChangeRow;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Suspended, resumed, deleted, restored, purged. */
@OkaServer
final class TenantLifeIT {

    private static final String PURGE = "oka-purge-tenants";

    private final Oka oka;
    private final TestRealm realm;

    TenantLifeIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    @Test
    void suspendedTenantIsReadByItsMembers() {
        String id = createWithTeam(realm);

        Tenants.suspend(realm, id);

        for (String person : List.of("alice", "bob", "carol")) {
            Caller member = realm.as(person);
            Response tenant = member.get("/tenants/" + id).send().expect(200);
            assertThat(tenant.json().path("suspended").asBoolean()).isTrue();
            member.get("/tenants/" + id + "/members").send().expect(200);
            member.get("/tenants/" + id + "/members/" + realm.userId("carol"))
                    .send()
                    .expect(200);
        }
        realm.as("bob").get("/tenants/" + id + "/audit").send().expect(200);
    }

    @Test
    void suspendedTenantIsNotChangedByItsMembers() {
        String id = createWithTeam(realm);
        Tenants.suspend(realm, id);
        List<String> before = ChangeRow.types(oka, id);
        Caller owner = realm.as("alice");
        String carol = "/tenants/" + id + "/members/" + realm.userId("carol");

        assertSuspended(
                owner.patch("/tenants/" + id).json(Map.of("displayName", "x")).send());
        assertSuspended(owner.delete("/tenants/" + id).send());
        assertSuspended(owner.post("/tenants/" + id + "/members")
                .json(Map.of("username", "erin"))
                .send());
        assertSuspended(owner.patch(carol).json(Map.of("role", "admin")).send());
        assertSuspended(owner.delete(carol).send());
        assertSuspended(realm.as("carol").delete(carol).send());

        assertThat(ChangeRow.types(oka, id)).isEqualTo(before);
    }

    @Test
    void roleIsAskedForBeforeSuspensionIsTold() {
        String id = createWithTeam(realm);
        Tenants.suspend(realm, id);

        Response refused = realm.as("carol")
                .patch("/tenants/" + id)
                .json(Map.of("displayName", "x"))
                .send();

        assertProblem(refused, 403, "insufficient_role");
    }

    @Test
    void operatorChangesASuspendedTenant() {
        String id = createWithTeam(realm);
        Tenants.suspend(realm, id);

        realm.operator()
                .patch("/tenants/" + id)
                .json(Map.of("displayName", "Changed"))
                .send()
                .expect(200);
        Tenants.setRole(realm, id, "carol", "admin");
    }

    @Test
    void resumedTenantIsChangedAgain() {
        String id = createWithTeam(realm);
        Tenants.suspend(realm, id);

        Response resumed =
                realm.operator().post("/tenants/" + id + "/resume").send().expect(200);

        assertThat(resumed.json().path("suspended").asBoolean(true)).isFalse();
        realm.as("bob")
                .patch("/tenants/" + id)
                .json(Map.of("displayName", "x"))
                .send()
                .expect(200);
    }

    @Test
    void suspendingTwiceIsSaidOnce() {
        String id = createWithTeam(realm);
        int before = ChangeRow.of(oka, id).size();

        Tenants.suspend(realm, id);
        Tenants.suspend(realm, id);
        realm.operator().post("/tenants/" + id + "/resume").send().expect(200);
        realm.operator().post("/tenants/" + id + "/resume").send().expect(200);

        assertThat(ChangeRow.types(oka, id).subList(before, before + 2))
                .containsExactly("tenant.suspended", "tenant.resumed");
        assertThat(ChangeRow.of(oka, id)).hasSize(before + 2);
    }

    @Test
    void restoredTenantIsAsItWas() {
        String name = freshName();
        String id = Tenants.create(realm, name, "alice");
        Tenants.addMember(realm, id, "carol", "member");
        Tenants.delete(realm, id);

        Response restored =
                realm.operator().post("/tenants/" + id + "/restore").send().expect(200);

        assertThat(restored.json().path("name").asText()).isEqualTo(name);
        assertThat(restored.json().has("deletedAt")).isFalse();
        Response seen = realm.as("carol").get("/tenants/" + id).send().expect(200);
        assertThat(seen.json().path("role").asText()).isEqualTo("member");
        assertThat(ChangeRow.types(oka, id)).contains("tenant.deleted").last().isEqualTo("tenant.updated");
    }

    @Test
    void suspensionOutlivesDeletionAndRestoration() {
        String id = createWithTeam(realm);
        Tenants.suspend(realm, id);
        Tenants.delete(realm, id);

        realm.operator().post("/tenants/" + id + "/restore").send().expect(200);

        Response tenant = realm.as("alice").get("/tenants/" + id).send().expect(200);
        assertThat(tenant.json().path("suspended").asBoolean()).isTrue();
    }

    @Test
    void restoringUnderATakenNameIsRefused() {
        String name = freshName();
        String id = Tenants.create(realm, name, "alice");
        Tenants.delete(realm, id);
        Tenants.create(realm, name, "bob");

        Response refused = realm.operator().post("/tenants/" + id + "/restore").send();

        assertProblem(refused, 409, "name_taken");
        assertProblem(realm.as("alice").get("/tenants/" + id).send(), 404, "not_found");
    }

    @Test
    void livingTenantIsNotRestored() {
        String id = createWithTeam(realm);

        assertProblem(realm.operator().post("/tenants/" + id + "/restore").send(), 409, "not_deleted");
    }

    @Test
    void deletedTenantIsNotChangedByOperatorsEither() {
        String id = createWithTeam(realm);
        Tenants.delete(realm, id);
        Caller operator = realm.operator();

        assertProblem(
                operator.patch("/tenants/" + id)
                        .json(Map.of("displayName", "x"))
                        .send(),
                409,
                "tenant_deleted");
        assertProblem(operator.post("/tenants/" + id + "/suspend").send(), 409, "tenant_deleted");
        assertProblem(operator.post("/tenants/" + id + "/resume").send(), 409, "tenant_deleted");
        assertProblem(operator.delete("/tenants/" + id).send(), 409, "tenant_deleted");
        assertProblem(
                operator.post("/tenants/" + id + "/members")
                        .json(Map.of("username", "erin"))
                        .send(),
                409,
                "tenant_deleted");
        assertProblem(
                operator.patch("/tenants/" + id + "/members/" + realm.userId("carol"))
                        .json(Map.of("role", "admin"))
                        .send(),
                409,
                "tenant_deleted");
        assertProblem(
                operator.delete("/tenants/" + id + "/members/" + realm.userId("carol"))
                        .send(),
                409,
                "tenant_deleted");
    }

    @Test
    void tenantIsPurgedThirtyDaysAfterItsDeletionWithAllThatHangsOnIt() {
        String deleted = createWithTeam(realm);
        String living = createWithTeam(realm);
        realm.update(Map.of("smtpServer", Inbox.nobody()));
        Invitations.invite(realm, deleted, "somebody@example.com");
        Invitations.invite(realm, living, "somebody@example.com");
        Tenants.delete(realm, deleted);

        oka.moveClock(Duration.ofDays(29));
        oka.runTask(PURGE);

        assertThat(rowsOf(deleted)).as("a day before its time").isEqualTo(5);
        realm.operator().get("/tenants/" + deleted).send().expect(200);

        oka.moveClock(Duration.ofDays(30).plusMinutes(1));
        oka.runTask(PURGE);

        assertThat(rowsOf(deleted)).isZero();
        assertThat(rowsOf(living)).isEqualTo(5);
        assertThat(ChangeRow.types(oka, deleted))
                .as("what was written about it")
                .isEmpty();
        assertThat(ChangeRow.types(oka, living)).isNotEmpty();
        assertProblem(realm.operator().get("/tenants/" + deleted).send(), 404, "not_found");
        assertProblem(realm.operator().post("/tenants/" + deleted + "/restore").send(), 404, "not_found");
    }

    private void assertSuspended(Response answer) {
        assertProblem(answer, 403, "tenant_suspended");
    }

    private int rowsOf(String tenantId) {
        return oka.rows("SELECT id FROM oka_tenant WHERE id = ?", tenantId).size()
                + oka.rows("SELECT id FROM oka_invitation WHERE tenant_id = ?", tenantId)
                        .size()
                + oka.rows("SELECT user_id FROM oka_tenant_member WHERE tenant_id = ?", tenantId)
                        .size();
    }
}
