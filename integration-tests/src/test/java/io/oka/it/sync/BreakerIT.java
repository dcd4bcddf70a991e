package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.DeliveryRows;
import io.oka.it.support.SyncAgents;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A system of which everything fails is left alone for a while, and no other is. */
@OkaServer
final class BreakerIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Oka oka;
    private TestRealm realm;
    private SyncAgents sick;
    private SyncAgents well;

    BreakerIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().create();
    }

    @BeforeEach
    void twoSystems() {
        sick = SyncAgents.enrol(realm, "sick-erp");
        well = SyncAgents.enrol(realm, "well-erp");
    }

    @AfterEach
    void removeAll() {
        heal();
        realm.close();
    }

    @Test
    void opensForTheSystemThatFailsWhileOthersGoOnThenProbesOneItemAndClosesOnceThatIsApplied() {
        fail();

        String job = send(sick, customers(60));
        awaitState("open");
        String other = send(well, customers("w", 2));

        awaitJob(other, "succeeded");
        assertThat(breaker("well-erp").path("state").asText()).isEqualTo("closed");
        JsonNode open = breaker();
        assertThat(open.path("failuresInRow").asInt()).isBetween(20, 25);
        assertThat(open.path("trips").asInt()).isEqualTo(1);
        assertThat(open.path("lastError").asText()).isNotEmpty();
        assertThat(changes()).containsExactly("sync.breaker_opened");
        awaitNothingUnderWay();
        long attempts = attempts(job);
        assertThat(attempts).isBetween(20L, 30L);

        // One is tried, in vain.
        oka.moveClock(Duration.ofSeconds(31));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(breaker().path("trips").asInt()).isEqualTo(2));
        awaitNothingUnderWay();
        assertThat(attempts(job)).isEqualTo(attempts + 1);
        assertThat(breaker().path("state").asText()).isEqualTo("open");

        // And again, once it is over.
        heal();
        oka.moveClock(Duration.ofMinutes(3));
        awaitState("closed");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(applied(job)).isEqualTo(60));
        assertThat(breaker().path("trips").asInt()).isZero();
        assertThat(changes()).containsExactly("sync.breaker_opened", "sync.breaker_closed");
    }

    @Test
    void heldOpenNothingIsAppliedAndLetGoAllIs() {
        force("open").expect(200);

        String job = send(sick, customers(3));
        String other = send(well, customers("w", 3));

        awaitJob(other, "succeeded");
        assertThat(stateOf(job)).isEqualTo("queued");
        assertThat(breaker().path("forced").asText()).isEqualTo("open");
        force("auto").expect(200);
        awaitJob(job, "succeeded");
        assertThat(breaker().hasNonNull("forced")).isFalse();
    }

    @Test
    void heldClosedItNeverOpens() {
        force("closed").expect(200);
        fail();

        String job = send(sick, customers(40));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(attempts(job)).isGreaterThanOrEqualTo(40));
        assertThat(breaker().path("state").asText()).isEqualTo("closed");
    }

    @Test
    void itemsThatAreWrongThemselvesNeverOpenIt() {
        String job = send(
                sick,
                IntStream.range(0, 40)
                        .mapToObj(i -> item("c" + i, Map.of("colour", "red")))
                        .toList());

        awaitJob(job, "dead");
        assertThat(breaker().path("state").asText()).isEqualTo("closed");
        assertThat(breaker().path("failuresInRow").asInt()).isZero();
    }

    @Test
    void breakersAreListedAndHeldByOperatorsOnly() {
        JsonNode list =
                realm.operator().get("/sync/breakers").send().expect(200).json();

        assertThat(list.findValuesAsText("agentSystem")).containsExactly("sick-erp", "well-erp");
        assertThat(list.findValuesAsText("state")).containsOnly("closed");
        force("ajar").expect(400);
        realm.operator().get("/sync/breakers/none").send().expect(404);
        realm.operator()
                .post("/sync/breakers/none/force")
                .json(Map.of("state", "open"))
                .send()
                .expect(404);
        realm.anonymousOperator().get("/sync/breakers").send().expect(401);
        try (TestRealm other = oka.realm().create()) {
            other.operator().get("/sync/breakers/sick-erp").send().expect(404);
        }
    }

    /** From here on nothing of the sick system can be applied. */
    private void fail() {
        DeliveryRows.update(
                oka,
                "CREATE OR REPLACE FUNCTION oka_test_sick() RETURNS trigger AS $$ BEGIN"
                        + " RAISE EXCEPTION 'sick'; END $$ LANGUAGE plpgsql");
        DeliveryRows.update(
                oka,
                "CREATE OR REPLACE TRIGGER oka_test_sick BEFORE INSERT OR UPDATE ON oka_sync_entity FOR EACH ROW"
                        + " WHEN (NEW.agent_system = 'sick-erp') EXECUTE FUNCTION oka_test_sick()");
    }

    private void heal() {
        DeliveryRows.update(oka, "DROP TRIGGER IF EXISTS oka_test_sick ON oka_sync_entity");
    }

    private Response force(String state) {
        return realm.operator()
                .post("/sync/breakers/sick-erp/force")
                .json(Map.of("state", state))
                .send();
    }

    private JsonNode breaker() {
        return breaker("sick-erp");
    }

    private JsonNode breaker(String system) {
        return realm.operator()
                .get("/sync/breakers/" + system)
                .send()
                .expect(200)
                .json();
    }

    private void awaitState(String state) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(breaker().path("state").asText()).isEqualTo(state));
    }

    private void awaitNothingUnderWay() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(number(
                        "SELECT count(*) AS n FROM oka_sync_item i JOIN realm r ON r.id = i.realm_id"
                                + " WHERE i.state = 'processing' AND r.name = ?",
                        realm.name()))
                .isZero());
    }

    private long attempts(String job) {
        return number("SELECT coalesce(sum(attempts), 0) AS n FROM oka_sync_item WHERE job_id = ?", job);
    }

    private long applied(String job) {
        return number("SELECT count(*) AS n FROM oka_sync_item WHERE state = 'applied' AND job_id = ?", job);
    }

    private long number(String sql, Object... parameters) {
        return ((Number) Objects.requireNonNull(oka.rows(sql, parameters).get(0).get("n"))).longValue();
    }

    private List<String> changes() {
        return oka
                .rows(
                        "SELECT c.type FROM oka_change c JOIN realm r ON r.id = c.realm_id WHERE r.name = ?"
                                + " AND c.type LIKE 'sync.breaker%' ORDER BY c.id",
                        realm.name())
                .stream()
                .map(row -> String.valueOf(row.get("type")))
                .toList();
    }

    private static Map<String, Object> item(String code, Map<String, Object> data) {
        return Map.of("externalCode", code, "version", 1, "data", data);
    }

    private static String send(SyncAgents agent, List<Map<String, Object>> items) {
        return agent.post("/jobs", Map.of("type", "tenant.upsert", "items", items))
                .expect(202)
                .json()
                .path("jobId")
                .asText();
    }

    private String stateOf(String job) {
        return String.valueOf(oka.rows("SELECT state FROM oka_sync_job WHERE id = ?", job)
                .get(0)
                .get("state"));
    }

    private void awaitJob(String job, String state) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(stateOf(job)).isEqualTo(state));
    }

    private static List<Map<String, Object>> customers(int count) {
        return customers("c", count);
    }

    private static List<Map<String, Object>> customers(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> item(prefix + i, Map.of("name", prefix + i, "displayName", "Customer " + i)))
                .toList();
    }
}
