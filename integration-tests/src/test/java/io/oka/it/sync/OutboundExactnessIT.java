package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncMappings;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Many write, some of them slowly: they take their numbers, wait while others commit, write more, and commit at last or
 * not at all. A reader that polls all the while has in the end what the database has: nothing less, nothing twice.
 */
@OkaServer
final class OutboundExactnessIT {

    private static final int TENANTS = 8;
    private static final int KNOWN = 6;
    private static final int QUICK = 6;
    private static final int QUICK_ROUNDS = 20;
    private static final int SLOW = 4;
    private static final int SLOW_ROUNDS = 8;

    /** So often has the reader looked before a slow one goes on. */
    private static final int LOOKS = 2;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final String EXPECTED = "SELECT id FROM oka_change WHERE tenant_id = ANY (?)"
            + " AND (split_part(type, '.', 1) IN ('tenant', 'subscription', 'quota', 'override'))"
            + " UNION ALL SELECT id FROM oka_usage_event WHERE tenant_id = ANY (?)";

    private final Oka oka;
    private final TestReporter reporter;
    private final List<String> tenants = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> heldBack = new ConcurrentLinkedQueue<>();
    private TestRealm realm;
    private SyncAgents agent;

    OutboundExactnessIT(Oka oka, TestReporter reporter) {
        this.oka = oka;
        this.reporter = reporter;
    }

    @BeforeEach
    void createRealm() {
        realm = oka.realm().service("meter", "record-usage").create();
        agent = SyncAgents.enrol(realm, "erp");
        SyncMappings erp = new SyncMappings(realm, "erp");
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(Tenants.create(realm, null));
        }
        known().forEach(tenant -> erp.tenant(tenant, "C-" + tenant));
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void readerMissesNothingAndIsToldNothingTwice() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<JsonNode> read = new ArrayList<>();
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < QUICK; i++) {
                writers.add(threads.submit(all(QUICK_ROUNDS, this::writeQuickly)));
            }
            for (int i = 0; i < SLOW; i++) {
                writers.add(threads.submit(all(SLOW_ROUNDS, this::writeSlowly)));
            }
            OutboundReader reader = OutboundReader.fromTheBeginning(agent);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (!writers.stream().allMatch(Future::isDone) && System.nanoTime() < end) {
                JsonNode page = reader.page(ThreadLocalRandom.current().nextInt(1, 101));
                page.path("items").forEach(read::add);
                looks.incrementAndGet();
            }
            for (Future<?> writer : writers) {
                writer.get(1, TimeUnit.SECONDS);
            }
            // Whoever else is on this server may have something open yet.
            await().untilAsserted(() -> {
                read.addAll(reader.rest());
                assertThat(ids(read)).hasSameSizeAs(written());
            });
        } finally {
            threads.shutdownNow();
        }

        List<String> told = ids(read);
        assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(written());
        assertThat(told).containsAll(heldBack);
        assertThat(heldBack).isNotEmpty();
        assertThat(read).allSatisfy(change -> assertThat(
                        change.at("/externalCodes/tenant").asText())
                .isEqualTo("C-" + change.path("tenantId").asText()));
        reporter.publishEntry("changes", told.size() + " in " + looks.get() + " pages while they were written");
    }

    private List<String> known() {
        return tenants.subList(0, KNOWN);
    }

    private String anyTenant() {
        return tenants.get(ThreadLocalRandom.current().nextInt(TENANTS));
    }

    private void writeQuickly() {
        Tenants.rename(realm, anyTenant(), Tenants.freshName());
        List<Map<String, Object>> uses = new ArrayList<>();
        for (int i = ThreadLocalRandom.current().nextInt(5); i >= 0; i--) {
            uses.add(Map.of(
                    "service",
                    "documents",
                    "action",
                    "convert",
                    "quantity",
                    1,
                    "idempotencyKey",
                    UUID.randomUUID().toString()));
        }
        realm.asService("meter")
                .post("/tenants/" + anyTenant() + "/usage")
                .json(uses)
                .send()
                .expect(200);
    }

    /** Takes a number early and another late, with many commits of others in between. */
    private void writeSlowly() throws SQLException {
        try (Connection connection = oka.connect()) {
            connection.setAutoCommit(false);
            boolean changeFirst = ThreadLocalRandom.current().nextBoolean();
            String tenant = known().get(ThreadLocalRandom.current().nextInt(KNOWN));
            List<String> ids = new ArrayList<>();
            ids.add(changeFirst ? change(connection, tenant) : use(connection, tenant));
            waitForReader();
            ids.add(changeFirst ? use(connection, tenant) : change(connection, tenant));
            waitForReader();
            if (ThreadLocalRandom.current().nextInt(4) == 0) {
                connection.rollback();
            } else {
                connection.commit();
                heldBack.addAll(ids);
            }
        }
    }

    private void waitForReader() {
        int before = looks.get();
        await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(() -> looks.get() >= before + LOOKS);
    }

    private String change(Connection connection, String tenant) throws SQLException {
        return insert(
                connection,
                tenant,
                "INSERT INTO oka_change (id, realm_id, tenant_id, type, actor_type, data, created_at)"
                        + " VALUES (?, (SELECT id FROM realm WHERE name = ?), ?, 'subscription.renewed', 'system', '{}',"
                        + " now())");
    }

    private String use(Connection connection, String tenant) throws SQLException {
        return insert(
                connection,
                tenant,
                "INSERT INTO oka_usage_event (id, realm_id, tenant_id, used_at, service, quantity, correlation_id)"
                        + " VALUES (?, (SELECT id FROM realm WHERE name = ?), ?, now(), 'documents', 1, 'slow')");
    }

    private String insert(Connection connection, String tenant, String sql) throws SQLException {
        String id = UUID.randomUUID().toString();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.setString(2, realm.name());
            statement.setString(3, tenant);
            statement.executeUpdate();
        }
        return id;
    }

    private List<String> written() {
        String[] ids = known().toArray(String[]::new);
        return oka.rows(EXPECTED, ids, ids).stream()
                .map(row -> String.valueOf(row.get("id")))
                .toList();
    }

    private static List<String> ids(List<JsonNode> changes) {
        return changes.stream().map(change -> change.path("id").asText()).toList();
    }

    private static Callable<Void> all(int rounds, Round round) {
        return () -> {
            for (int i = 0; i < rounds; i++) {
                round.write();
            }
            return null;
        };
    }

    @FunctionalInterface
    private interface Round {

        void write() throws SQLException;
    }
}
