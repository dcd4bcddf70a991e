package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.testing.Http;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * {@code kill -9} of the server before each statement of a change, before its commit, and between the commit and the
 * answer: the change with all that belongs to it (log rows, idempotency key), or nothing of it.
 */
@OkaServer
final class KilledInMidChangeIT {

    /** More than any of the changes runs statements. */
    private static final int MOST = 40;

    private final LoneNode node;
    private final TestReporter reporter;
    private final TestRealm realm;

    KilledInMidChangeIT(LoneNode node, TestReporter reporter) {
        this.node = node;
        this.reporter = reporter;
        this.realm = node.oka()
                .realm()
                .users(IntStream.rangeClosed(0, MOST).mapToObj(i -> "user" + i).toArray(String[]::new))
                // Hashing is not what is tried here.
                .with(fields -> fields.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)"))
                .create();
    }

    @AfterEach
    void deleteRealm() {
        realm.close();
    }

    @Test
    void createdTenantIsWholeOrAbsentAndTheRepetitionMakesExactlyOne() {
        List<String> tokens = tokensOfAll();
        StoppedRequests requests = new StoppedRequests(
                node.oka().proxy(), n -> createTenant(n, tokens.get(n)).sendAsync());
        createTenant(MOST, tokens.get(MOST)).send().expect(201);

        requests.stopBeforeEveryStatement().expect(201);
        int whole = requests.count();
        CompletableFuture<Response> unanswered = requests.muteAfterCommit(whole + 1);
        await().untilAsserted(() -> assertTenantIsWhole("tenant" + (whole + 1)));
        assertThat(unanswered).isNotDone();
        assertThat(requests.areAllStopped()).isTrue();
        node.kill();

        assertThat(requests.statements()).last().asString().isEqualToIgnoringCase("COMMIT");
        assertThat(requests.statements())
                .anyMatch(sql -> sql.startsWith("insert into OKA_TENANT "))
                .anyMatch(sql -> sql.startsWith("insert into OKA_TENANT_MEMBER "))
                .anyMatch(sql -> sql.startsWith("insert into OKA_SUBSCRIPTION "))
                .anyMatch(sql -> sql.startsWith("insert into OKA_CHANGE "))
                .anyMatch(sql -> sql.startsWith("insert into OKA_IDEMPOTENCY "))
                .anyMatch(sql -> sql.startsWith("update OKA_IDEMPOTENCY "));
        assertThat(ofRealm("oka_tenant")).isEqualTo(3);
        assertThat(ofRealm("oka_tenant_member")).isEqualTo(3);
        assertThat(ofRealm("oka_subscription")).isEqualTo(3);
        // Three for each tenant, and one for each of the realm's three plans.
        assertThat(ofRealm("oka_change")).isEqualTo(12);
        assertThat(ofRealm("oka_idempotency")).isEqualTo(3);
        for (String name : List.of("tenant" + MOST, "tenant" + whole, "tenant" + (whole + 1))) {
            assertTenantIsWhole(name);
        }

        node.restart();
        String committed = idOf("tenant" + (whole + 1));
        for (int n = 0; n <= whole + 1; n++) {
            Response again = createTenant(n, realm.token("user" + n)).send().expect(201);

            assertThat(again.id()).isEqualTo(idOf("tenant" + n));
            assertThat(again.header("Idempotent-Replayed").isPresent()).isEqualTo(n >= whole);
            assertTenantIsWhole("tenant" + n);
        }
        assertThat(idOf("tenant" + (whole + 1))).isEqualTo(committed);
        assertThat(ofRealm("oka_tenant")).isEqualTo(whole + 3L);
        report("creations", requests);
    }

    @Test
    void removedMemberIsGoneWithItsLogRowOrNeither() {
        String token = realm.token("user0");
        List<String> tenants = tenantsWithTwoMembers();
        String member = realm.userId("user1");
        StoppedRequests requests = new StoppedRequests(node.oka().proxy(), n -> node.oka()
                .http()
                .delete(realm.path("/tenants/" + tenants.get(n) + "/members/" + member))
                .bearer(token)
                .sendAsync());

        requests.stopBeforeEveryStatement().expect(204);
        int whole = requests.count();
        requests.muteAfterCommit(whole + 1);
        await().untilAsserted(() -> assertThat(members(tenants.get(whole + 1))).isEqualTo(1));
        assertThat(requests.areAllStopped()).isTrue();
        node.kill();

        assertThat(requests.statements()).last().asString().isEqualToIgnoringCase("COMMIT");
        assertThat(requests.statements())
                .anyMatch(sql -> sql.startsWith("delete from OKA_TENANT_MEMBER "))
                .anyMatch(sql -> sql.startsWith("insert into OKA_CHANGE "));
        for (int n = 0; n <= whole + 1; n++) {
            boolean committed = n >= whole;
            assertThat(members(tenants.get(n))).isEqualTo(committed ? 1 : 2);
            assertThat(Rows.changes(node.oka(), tenants.get(n), "user.removed_from_tenant"))
                    .isEqualTo(committed ? 1 : 0);
        }
        node.restart();
        report("removals", requests);
    }

    @Test
    void deletedTenantIsGoneWithItsLogRowOrNeither() {
        String token = realm.token("user0");
        List<String> tenants = tenantsWithTwoMembers();
        StoppedRequests requests = new StoppedRequests(node.oka().proxy(), n -> node.oka()
                .http()
                .delete(realm.path("/tenants/" + tenants.get(n)))
                .bearer(token)
                .sendAsync());

        requests.stopBeforeEveryStatement().expect(204);
        int whole = requests.count();
        requests.muteAfterCommit(whole + 1);
        await().untilAsserted(
                        () -> assertThat(isDeleted(tenants.get(whole + 1))).isTrue());
        assertThat(requests.areAllStopped()).isTrue();
        node.kill();

        assertThat(requests.statements()).last().asString().isEqualToIgnoringCase("COMMIT");
        assertThat(requests.statements())
                .anyMatch(sql -> sql.startsWith("update OKA_TENANT "))
                .anyMatch(sql -> sql.startsWith("insert into OKA_CHANGE "));
        for (int n = 0; n <= whole + 1; n++) {
            boolean committed = n >= whole;
            assertThat(isDeleted(tenants.get(n))).isEqualTo(committed);
            assertThat(Rows.changes(node.oka(), tenants.get(n), "tenant.deleted"))
                    .isEqualTo(committed ? 1 : 0);
        }
        node.restart();
        report("deletions", requests);
    }

    private Http.Request createTenant(int number, String token) {
        return node.oka()
                .http()
                .post(realm.path("/tenants"))
                .bearer(token)
                .header("Idempotency-Key", "key-" + number)
                .json(Map.of("name", "tenant" + number));
    }

    private void assertTenantIsWhole(String name) {
        String id = idOf(name);
        assertThat(Rows.owners(node.oka(), id)).isEqualTo(1);
        assertThat(Rows.changes(node.oka(), id, "tenant.created")).isEqualTo(1);
        assertThat(Rows.changes(node.oka(), id, "user.added_to_tenant")).isEqualTo(1);
        assertThat(Rows.changes(node.oka(), id, "subscription.created")).isEqualTo(1);
    }

    /** The id of the one tenant of this name; any other number of them fails. */
    private String idOf(String name) {
        List<String> found = Rows.texts(
                node.oka(),
                "SELECT t.id FROM oka_tenant t JOIN realm r ON r.id = t.realm_id WHERE r.name = ? AND t.name = ?",
                realm.name(),
                name);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private long ofRealm(String table) {
        return Rows.number(
                node.oka(),
                "SELECT count(*) FROM " + table + " x JOIN realm r ON r.id = x.realm_id WHERE r.name = ?",
                realm.name());
    }

    private long members(String tenant) {
        return Rows.number(node.oka(), "SELECT count(*) FROM oka_tenant_member WHERE tenant_id = ?", tenant);
    }

    private boolean isDeleted(String tenant) {
        return Rows.number(
                        node.oka(),
                        "SELECT count(*) FROM oka_tenant WHERE id = ? AND deleted_at IS NOT NULL AND live_name IS NULL",
                        tenant)
                == 1;
    }

    private List<String> tokensOfAll() {
        List<String> tokens = new ArrayList<>();
        for (int n = 0; n <= MOST; n++) {
            tokens.add(realm.token("user" + n));
        }
        return tokens;
    }

    private List<String> tenantsWithTwoMembers() {
        List<String> tenants = new ArrayList<>();
        var admin = node.oka().admin();
        for (int n = 0; n <= MOST; n++) {
            String id = admin.post(realm.adminPath("/tenants"), Map.of("name", "tenant" + n, "ownerUsername", "user0"))
                    .id();
            admin.post(realm.adminPath("/tenants/" + id + "/members"), Map.of("username", "user1", "role", "member"));
            tenants.add(id);
        }
        return tenants;
    }

    private void report(String what, StoppedRequests requests) {
        reporter.publishEntry("killed " + what, requests.count() + ", before " + requests.statements());
    }
}
