package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.sync.ErpYear.Change;
import io.oka.it.sync.ErpYear.Customer;
import io.oka.testing.Http;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of an ERP, delivered as badly as it gets: shuffled, doubled, with codes that nobody knows yet and messages that
 * are none, by agents that die in the middle, to a server that is killed. In the end both sides are equal, and where they
 * are made to differ, just that is found.
 */
@OkaServer
final class SyncYearIT {

    private static final int CUSTOMERS = 200;
    private static final int CHANGES = 20_000;
    private static final double TWICE = 0.10;
    private static final double UNMAPPED = 0.05;
    private static final double MALFORMED = 0.01;

    private final LoneNode node;
    private final TestReporter reporter;
    private final TestRealm realm;
    private final long seed = System.nanoTime();
    private final ErpYear year = new ErpYear(seed, CUSTOMERS, CHANGES, UNMAPPED, MALFORMED);

    @TempDir
    private Path folder;

    SyncYearIT(LoneNode node, TestReporter reporter) {
        this.node = node.delivering();
        this.reporter = reporter;
        this.realm = node.oka().realm().create();
    }

    @AfterEach
    void removeAll() {
        here().close();
    }

    @Test
    void bothSidesAreEqualInTheEndAndOnlyWhatWasPlantedIsFound() throws IOException {
        latePlans();
        map("service", "SKU-DOC", "documents");
        ErpYear.tiers().forEach(tier -> map("plan", ErpYear.PLAN + tier, tier));
        List<SyncAgents> agents = List.of(SyncAgents.enrol(realm, "erp"), SyncAgents.enrol(realm, "erp"));
        List<Change> delivered = year.delivered(TWICE);

        long began = System.nanoTime();
        int again = new YearSenders(node, agents, seed).sendAll(YearSenders.jobs(delivered));
        awaitQuiet();
        long parked = count("state = 'parked'");
        ErpYear.lateTiers().forEach(tier -> map("plan", ErpYear.PLAN + tier, tier));
        awaitQuiet();
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(parked).isPositive();
        assertThat(count("state = 'parked'")).isZero();
        assertThat(local()).isEqualTo(remote());
        assertThat(deadLetters()).isEqualTo(year.malformed());
        reporter.publishEntry(
                "year",
                "seed " + seed + "; " + delivered.size() + " messages, " + again + " jobs sent again, " + parked
                        + " parked at first, in " + took + "; " + states());

        YearFiles files = new YearFiles(folder);
        files.write(year.customers());
        files.enrol(
                here(),
                SyncAgents.enrolmentToken(here(), "erp", SyncAgents.everything())
                        .json()
                        .path("token")
                        .asText());
        assertThat(differences(files)).isEmpty();

        List<String> planted = plant(files);
        List<String> found = differences(files);
        assertThat(planted).hasSize(25);
        assertThat(found).containsExactlyInAnyOrderElementsOf(planted);
        reporter.publishEntry("drift", planted.size() + " planted, " + found.size() + " found");
    }

    private TestRealm here() {
        return realm.on(node.oka());
    }

    private void latePlans() {
        int rank = 50;
        for (String tier : ErpYear.lateTiers()) {
            rank++;
            realm.operator()
                    .post("/entitlements/plans")
                    .json(Map.of(
                            "tier", tier,
                            "displayName", tier,
                            "rank", rank,
                            "selfService", false,
                            "services", Map.of("documents", Map.of("enabled", true))))
                    .send()
                    .expect(201);
        }
    }

    private void map(String type, String externalCode, String internalCode) {
        here().operator()
                .post("/sync/mappings")
                .json(Map.of(
                        "agentSystem", "erp",
                        "type", type,
                        "externalCode", externalCode,
                        "internalCode", internalCode))
                .send()
                .expect(201);
    }

    /** Until nothing is under way but what waits for a mapping. */
    private void awaitQuiet() {
        await().atMost(Duration.ofMinutes(15))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> count("state IN ('queued', 'processing', 'retrying')") == 0);
    }

    private long count(String condition) {
        return (Long) Objects.requireNonNull(
                rows("SELECT count(*) AS n FROM oka_sync_item WHERE realm_id = ? AND " + condition)
                        .get(0)
                        .get("n"));
    }

    private String states() {
        return rows("SELECT state, count(*) AS n FROM oka_sync_item WHERE realm_id = ? GROUP BY state ORDER BY state")
                .toString();
    }

    private List<Map<String, @Nullable Object>> rows(String sql) {
        String id = String.valueOf(node.oka()
                .rows("SELECT id FROM realm WHERE name = ?", realm.name())
                .get(0)
                .get("id"));
        return node.oka().rows(sql, id);
    }

    /** What is here, a line for each customer. */
    private Set<String> local() {
        return rows("""
                        SELECT m.external_code, t.live_name, t.display_name, t.quota_limit,
                               t.suspended_at IS NOT NULL AS suspended, s.tier, s.status,
                               (SELECT coalesce(sum(u.quantity), 0) FROM oka_usage_total u
                                 WHERE u.realm_id = t.realm_id AND u.tenant_id = t.id) AS total,
                               (SELECT coalesce(sum(e.quantity), 0) FROM oka_usage_event e
                                 WHERE e.realm_id = t.realm_id AND e.tenant_id = t.id) AS used
                          FROM oka_sync_mapping m
                          JOIN oka_tenant t ON t.id = m.internal_code AND t.realm_id = m.realm_id
                          LEFT JOIN oka_subscription s ON s.tenant_id = t.id
                         WHERE m.realm_id = ? AND m.agent_system = 'erp' AND m.type = 'tenant'
                        """).stream()
                .map(row -> row.values().stream().map(String::valueOf).collect(Collectors.joining("|")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> remote() {
        return year.customers().stream()
                .map(customer -> String.join(
                        "|",
                        customer.code(),
                        customer.name(),
                        customer.displayName(),
                        String.valueOf(customer.quotaLimit()),
                        String.valueOf(customer.suspended()),
                        customer.tier(),
                        customer.status(),
                        String.valueOf(customer.used()),
                        String.valueOf(customer.used())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The codes of all dead letters; each is there for being malformed, and says what of it is wrong. */
    private Set<String> deadLetters() {
        Set<String> codes = new TreeSet<>();
        String cursor = "";
        do {
            JsonNode page = here().operator()
                    .get("/sync/dead-letters?limit=100&cursor=" + Http.encode(cursor))
                    .send()
                    .expect(200)
                    .json();
            page.path("items").forEach(letter -> {
                assertThat(letter.path("errorClass").asText())
                        .as(letter.toString())
                        .isEqualTo("malformed");
                assertThat(letter.path("detail").asText()).isNotBlank();
                codes.add(letter.path("externalCode").asText());
            });
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return codes;
    }

    /** What a comparison by the command-line agent finds. */
    private List<String> differences(YearFiles files) {
        String id = here().operator()
                .post("/sync/reconciliations")
                .json(Map.of("agentSystem", "erp"))
                .send()
                .expect(201)
                .id();
        String said = files.reconcile();
        JsonNode done = here().operator()
                .get("/sync/reconciliations/" + id)
                .send()
                .expect(200)
                .json();
        assertThat(done.path("state").asText()).as(said).isEqualTo("done");
        List<String> found = new ArrayList<>();
        here().operator()
                .get("/sync/reconciliations/" + id + "/drift?limit=100")
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(drift -> found.add(finding(
                        drift.path("kind").asText(),
                        drift.path("entity").asText(),
                        drift.path("externalCode").asText(),
                        drift.path("field").asText(""))));
        return found;
    }

    private static String finding(String kind, String entity, String code, String field) {
        return kind + " " + entity + " " + code + " " + (field.equals("null") ? "" : field);
    }

    /** Makes the two sides differ in 25 places. */
    private List<String> plant(YearFiles files) throws IOException {
        List<String> planted = new ArrayList<>();
        List<Customer> customers = new ArrayList<>(year.customers());
        Collections.shuffle(customers, new Random(seed));
        for (Customer renamedHere : customers.subList(0, 10)) {
            update("UPDATE oka_tenant SET display_name = 'Renamed here'", "id", renamedHere);
            planted.add(finding("field_mismatch", "tenant", renamedHere.code(), "displayName"));
        }
        // A cancelled subscription is on no plan that could be another one.
        List<Customer> subscribed = customers.stream()
                .filter(customer -> customer.status().equals("active"))
                .toList();
        for (Customer movedHere : subscribed.subList(subscribed.size() - 5, subscribed.size())) {
            String other = movedHere.tier().equals("free") ? "pro" : "free";
            update("UPDATE oka_subscription SET tier = '" + other + "'", "tenant_id", movedHere);
            planted.add(finding("field_mismatch", "subscription", movedHere.code(), "plan"));
        }
        Set<String> newer = codes(customers.subList(10, 13));
        Set<String> forgotten = codes(customers.subList(13, 16));
        Set<String> unknown = Set.of("C-9001", "C-9002", "C-9003", "C-9004");
        newer.forEach(code -> planted.add(finding("stale", "tenant", code, "")));
        forgotten.forEach(code -> planted.add(finding("missing_remote", "tenant", code, "")));
        unknown.forEach(code -> planted.add(finding("missing_local", "tenant", code, "")));
        files.change(newer, forgotten, unknown);
        return planted;
    }

    private static Set<String> codes(List<Customer> customers) {
        return customers.stream().map(Customer::code).collect(Collectors.toSet());
    }

    private void update(String set, String column, Customer customer) {
        String sql = set + " WHERE " + column + " = (SELECT internal_code FROM oka_sync_mapping m JOIN realm r"
                + " ON r.id = m.realm_id WHERE r.name = ? AND m.type = 'tenant' AND m.external_code = ?)";
        try (Connection connection = node.oka().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, realm.name());
            statement.setString(2, customer.code());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
