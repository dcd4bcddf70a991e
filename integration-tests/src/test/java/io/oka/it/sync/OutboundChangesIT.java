package io.oka.it.sync;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncMappings;
import io.oka.it.support.Tenants;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent reads of what happened here. */
@OkaServer
final class OutboundChangesIT {

    private static final String CORRELATION = "erp-run-4711";

    private final Oka oka;
    private TestRealm realm;
    private SyncMappings erp;
    private SyncAgents agent;
    private String tenant = "";

    OutboundChangesIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeEach
    void createRealm() {
        realm = oka.realm()
                .users("alice", "frank")
                .service("meter", "record-usage")
                .create();
        erp = new SyncMappings(realm, "erp");
        agent = SyncAgents.enrol(realm, "erp");
        tenant = Tenants.create(realm, "alice");
        erp.tenant(tenant, "C-1");
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void usageAndEntitlementsAreToldWithTheSystemsCodes() {
        erp.plan("pro", "P-100");
        erp.service("documents", "S-DOC");
        OutboundReader reader = OutboundReader.fromNow(agent);

        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .header("X-Request-ID", CORRELATION)
                .json(Map.of("tier", "pro"))
                .send()
                .expect(200);
        use(tenant, 7, "invoice-1");
        Tenants.rename(realm, tenant, "One");

        List<JsonNode> told = reader.rest();
        assertThat(types(told)).containsExactly("subscription.upgraded", "usage.recorded", "tenant.updated");
        JsonNode upgrade = told.get(0);
        assertThat(upgrade.path("id").asText()).isEqualTo(changeId("subscription.upgraded"));
        assertThat(Instant.parse(upgrade.path("at").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(upgrade.path("tenantId").asText()).isEqualTo(tenant);
        assertThat(upgrade.path("externalCodes").toString()).isEqualTo("{\"tenant\":\"C-1\",\"plan\":\"P-100\"}");
        assertThat(upgrade.at("/data/tier").asText()).isEqualTo("pro");
        assertThat(upgrade.path("correlationId").asText()).isEqualTo(CORRELATION);
        JsonNode use = told.get(1);
        assertThat(use.path("externalCodes").toString()).isEqualTo("{\"tenant\":\"C-1\",\"service\":\"S-DOC\"}");
        assertThat(use.at("/data/quantity").asLong()).isEqualTo(7);
        assertThat(use.at("/data/service").asText()).isEqualTo("documents");
        assertThat(use.at("/data/action").asText()).isEqualTo("convert");
        assertThat(use.at("/data/idempotencyKey").asText()).isEqualTo("invoice-1");
        assertThat(use.path("version").isNull()).isTrue();
        assertThat(told.get(2).path("version").asLong())
                .isGreaterThan(upgrade.path("version").asLong());
        assertThat(told.get(2).path("externalCodes").toString()).isEqualTo("{\"tenant\":\"C-1\"}");
    }

    @Test
    void onlyWhatTheOtherSystemHasToKnowIsTold() {
        OutboundReader reader = OutboundReader.fromNow(agent);

        Tenants.addMember(realm, tenant, "frank", "member");
        change(tenant, "api_key.created");
        change(tenant, "sync.mapping_created");
        change(tenant, "sync.correction_requested");
        change(tenant, "quota.warning");
        change(tenant, "override.created");

        assertThat(types(reader.rest()))
                .containsExactly("sync.correction_requested", "quota.warning", "override.created");
    }

    @Test
    void whatTheSystemDoesNotKnowIsNotTold() {
        String unknown = Tenants.create(realm, null);
        String ofAnother = Tenants.create(realm, null);
        new SyncMappings(realm, "crm").tenant(ofAnother, "K-1");
        SyncAgents crm = SyncAgents.enrol(realm, "crm");
        OutboundReader reader = OutboundReader.fromNow(agent);
        OutboundReader crmReader = OutboundReader.fromNow(crm);

        try (TestRealm otherRealm = oka.realm().create()) {
            String theirs = Tenants.create(otherRealm, null);
            new SyncMappings(otherRealm, "erp").tenant(theirs, "C-1");
            Tenants.rename(otherRealm, theirs, "Theirs");
            Tenants.rename(realm, unknown, "Unknown");
            Tenants.rename(realm, ofAnother, "Another");
            Tenants.rename(realm, tenant, "Ours");

            assertThat(tenants(reader.rest())).containsExactly(tenant);
            assertThat(tenants(crmReader.rest())).containsExactly(ofAnother);
        }
    }

    /** Where a system gets to know a tenant, it hears what comes; who wants what was, begins anew. */
    @Test
    void tenantThatIsMappedLaterIsToldOfFromThere() {
        String later = Tenants.create(realm, null);
        OutboundReader reader = OutboundReader.fromNow(agent);
        Tenants.rename(realm, later, "Before");
        assertThat(reader.rest()).isEmpty();

        erp.tenant(later, "C-2");
        Tenants.rename(realm, later, "After");

        assertThat(reader.rest()).singleElement().satisfies(change -> {
            assertThat(change.at("/data/displayName").asText()).isEqualTo("After");
            assertThat(change.at("/externalCodes/tenant").asText()).isEqualTo("C-2");
        });
        assertThat(OutboundReader.fromTheBeginning(agent).rest())
                .filteredOn(change -> change.path("tenantId").asText().equals(later))
                .extracting(change -> change.at("/data/displayName").asText())
                .contains("Before", "After");
    }

    @Test
    void pagesOfAnySizeAddUpToTheSame() {
        for (int i = 0; i < 12; i++) {
            Tenants.rename(realm, tenant, "Name " + i);
            use(tenant, 1, "key-" + i);
        }

        List<String> one = ids(OutboundReader.fromTheBeginning(agent).rest(1));

        assertThat(one).hasSizeGreaterThanOrEqualTo(24).doesNotHaveDuplicates();
        assertThat(ids(OutboundReader.fromTheBeginning(agent).rest(7))).isEqualTo(one);
        assertThat(ids(OutboundReader.fromTheBeginning(agent).rest(100))).isEqualTo(one);
    }

    @Test
    void endHasACursorToo() {
        OutboundReader reader = OutboundReader.fromNow(agent);
        String end = reader.cursor();

        JsonNode page = reader.page(100);

        assertThat(page.path("items")).isEmpty();
        assertThat(page.path("more").asBoolean()).isFalse();
        assertThat(reader.cursor()).isEqualTo(end);
    }

    /** What other tenants do costs no page more than it looks at. */
    @Test
    void emptyPageLeadsOnWhereMuchHappenedElsewhere() {
        String unknown = Tenants.create(realm, null);
        OutboundReader reader = OutboundReader.fromNow(agent);
        for (int i = 0; i < 1_001; i++) {
            change(unknown, "tenant.updated");
        }
        Tenants.rename(realm, tenant, "One");

        JsonNode first = reader.page(100);
        JsonNode second = reader.page(100);

        assertThat(first.path("items")).isEmpty();
        assertThat(first.path("more").asBoolean()).isTrue();
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("more").asBoolean()).isFalse();
    }

    /** Whoever commits late is not passed by, and holds up what came after. */
    @Test
    void whatIsStillBeingWrittenIsWaitedFor() throws SQLException {
        OutboundReader reader = OutboundReader.fromNow(agent);
        try (Connection slow = oka.connect()) {
            slow.setAutoCommit(false);
            insert(slow, tenant, "tenant.updated", "{\"displayName\":\"Slow\"}");
            Tenants.rename(realm, tenant, "Quick");

            assertThat(reader.rest()).isEmpty();
            slow.commit();
        }

        assertThat(reader.rest())
                .extracting(change -> change.at("/data/displayName").asText())
                .containsExactly("Slow", "Quick");
        assertThat(reader.rest()).isEmpty();
    }

    @Test
    void readerMayBeginAtATime() {
        change(tenant, "tenant.updated", "{\"displayName\":\"Old\"}", Duration.ofDays(3));
        Tenants.rename(realm, tenant, "New");
        Instant inBetween = Instant.now().minus(Duration.ofDays(3)).plus(Duration.ofHours(1));

        JsonNode since = agent.get("/changes?since=" + Http.encode(inBetween.toString()))
                .expect(200)
                .json();
        JsonNode future = agent.get("/changes?since=" + Http.encode("+99999-01-01T00:00:00Z"))
                .expect(200)
                .json();

        assertThat(types(OutboundReader.fromTheBeginning(agent).rest())).contains("tenant.created");
        assertThat(types(items(since))).doesNotContain("tenant.created");
        assertThat(names(items(since))).contains("New");
        assertThat(future.path("nextCursor").asText()).isNotEmpty();
    }

    @Test
    void deletionIsToldAndWhatIsPurgedIsGone() {
        OutboundReader reader = OutboundReader.fromNow(agent);
        use(tenant, 1, "last");
        Tenants.delete(realm, tenant);
        assertThat(types(reader.rest())).containsExactly("usage.recorded", "tenant.deleted");

        oka.moveClock(Duration.ofDays(31));
        oka.runTask("oka-purge-tenants");

        assertThat(OutboundReader.fromTheBeginning(agent.ahead(Duration.ofDays(31)))
                        .rest())
                .isEmpty();
    }

    /** What waits for its partition is moved there later; it keeps its place. */
    @Test
    void usageKeepsItsPlaceWhenItIsMoved() throws SQLException {
        String partition = String.valueOf(oka.rows("SELECT max(inhrelid::regclass::text) AS name FROM pg_inherits"
                        + " WHERE inhparent = 'oka_usage_event'::regclass AND inhrelid::regclass::text ~ '[0-9]{8}$'")
                .get(0)
                .get("name"));
        String id = UUID.randomUUID().toString();
        execute("DROP TABLE " + partition);
        execute(
                "INSERT INTO oka_usage_event (realm_id, tenant_id, used_at, id, quantity, correlation_id) SELECT r.id, '"
                        + tenant + "', CAST('" + partition.substring(partition.length() - 8) + "' AS timestamptz)"
                        + " + interval '2 days', '" + id + "', 3, 'c' FROM realm r WHERE r.name = '" + realm.name()
                        + "'");
        Tenants.rename(realm, tenant, "Later");
        List<String> before = ids(OutboundReader.fromTheBeginning(agent).rest());

        oka.runTask("oka-partition-usage");

        assertThat(oka.rows("SELECT tableoid::regclass::text AS name FROM oka_usage_event WHERE id = ?", id))
                .extracting(row -> row.get("name"))
                .containsExactly(partition);
        assertThat(before).contains(id);
        assertThat(ids(OutboundReader.fromTheBeginning(agent).rest())).isEqualTo(before);
    }

    /** In a dump rows have the transactions of the server that it was made on, which may be far ahead. */
    @Test
    void whatCameWithADumpIsToldOnceItWasSeen() throws SQLException {
        OutboundReader reader = OutboundReader.fromNow(agent);
        change(tenant, "quota.warning");
        use(tenant, 1, "dumped");
        execute("UPDATE oka_change SET txid = '1099511627776' WHERE type = 'quota.warning' AND tenant_id = '" + tenant
                + "'");
        execute("UPDATE oka_usage_event SET txid = '1099511627776' WHERE tenant_id = '" + tenant + "'");
        Tenants.rename(realm, tenant, "New");
        assertThat(types(reader.rest())).containsExactly("tenant.updated");

        oka.runTask("oka-place-copied-changes");

        assertThat(types(reader.rest())).containsExactly("quota.warning", "usage.recorded");
        oka.runTask("oka-place-copied-changes");
        assertThat(reader.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?cursor=%20",
                "?cursor=!!",
                "?cursor=AAAA",
                "?limit=0",
                "?limit=101",
                "?limit=many",
                "?since=yesterday",
                "?since=2026-11-21"
            })
    void nonsenseIsRefused(String query) {
        assertProblem(agent.get("/changes" + query), 400, "validation_failed");
    }

    @Test
    void cursorOfAnotherDatabaseIsRefused() {
        OutboundReader reader = OutboundReader.fromNow(agent);

        assertProblem(reader.get("?cursor=" + cursor("999999999999.c1")), 400, "validation_failed");
        assertProblem(reader.get("?cursor=" + cursor("1.c1' OR '1'='1")), 400, "validation_failed");
        assertProblem(
                reader.get("?since=2026-11-21T00:00:00Z&cursor=" + Http.encode(reader.cursor())),
                400,
                "validation_failed");
    }

    @Test
    void onlyAgentsThatMayReadAreTold() {
        SyncAgents other = SyncAgents.enrol(realm, "erp", SyncAgents.everythingBut("readChanges", false));

        assertProblem(other.get("/changes"), 403, "not_allowed");
        assertProblem(realm.anonymous().get("/sync/changes").send(), 401, "invalid_signature");
        assertProblem(realm.as("alice").get("/sync/changes").send(), 401, "invalid_signature");
        agent.revoke().expect(200);
        assertProblem(agent.get("/changes"), 401, "invalid_signature");
    }

    private void use(String tenantId, int quantity, String key) {
        realm.asService("meter")
                .post("/tenants/" + tenantId + "/usage")
                .json(Map.of("service", "documents", "action", "convert", "quantity", quantity, "idempotencyKey", key))
                .send()
                .expect(200);
    }

    private void change(String tenantId, String type) {
        change(tenantId, type, "{}", Duration.ZERO);
    }

    private void change(String tenantId, String type, String data, Duration ago) {
        try (Connection connection = oka.connect()) {
            insert(connection, tenantId, type, data, ago);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void insert(Connection connection, String tenantId, String type, String data) throws SQLException {
        insert(connection, tenantId, type, data, Duration.ZERO);
    }

    private void insert(Connection connection, String tenantId, String type, String data, Duration ago)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO oka_change (id, realm_id, tenant_id, type, actor_type, data, created_at) VALUES"
                        + " (?, (SELECT id FROM realm WHERE name = ?), ?, ?, 'system', ?,"
                        + " now() - make_interval(secs => ?))")) {
            long millis = Instant.now().minus(ago).toEpochMilli();
            statement.setString(
                    1, new UUID(millis << 16 | 0x7000L, UUID.randomUUID().getLeastSignificantBits()).toString());
            statement.setString(2, realm.name());
            statement.setString(3, tenantId);
            statement.setString(4, type);
            statement.setString(5, data);
            statement.setLong(6, ago.toSeconds());
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = oka.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private String changeId(String type) {
        return String.valueOf(oka.rows("SELECT id FROM oka_change WHERE tenant_id = ? AND type = ?", tenant, type)
                .get(0)
                .get("id"));
    }

    private static String cursor(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonNode> items(JsonNode page) {
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        return items;
    }

    private static List<String> types(List<JsonNode> changes) {
        return all(changes, "type");
    }

    private static List<String> tenants(List<JsonNode> changes) {
        return all(changes, "tenantId");
    }

    private static List<String> ids(List<JsonNode> changes) {
        return all(changes, "id");
    }

    private static List<String> all(List<JsonNode> changes, String member) {
        return changes.stream().map(change -> change.path(member).asText()).toList();
    }

    private static List<String> names(List<JsonNode> changes) {
        return changes.stream()
                .map(change -> change.at("/data/displayName").asText())
                .toList();
    }
}
