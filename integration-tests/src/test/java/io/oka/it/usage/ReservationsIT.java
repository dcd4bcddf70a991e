package io.oka.it.usage;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.freshKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units that are held until it is known how many of them were used. */
@OkaServer
final class ReservationsIT {

    private static TestRealm realm;
    private final Oka oka;
    private String tenant = "";
    private Meter meter;

    ReservationsIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = oka.realm()
                .users("alice")
                .service(Meter.SERVICE, "record-usage")
                .create();
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
    }

    @BeforeEach
    void createTenant() {
        tenant = Tenants.create(realm, "alice");
        meter = Meter.of(realm, tenant);
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("quotaLimit", 100))
                .send()
                .expect(200);
    }

    @Test
    void whatIsHeldCountsAsUsed() {
        Response made = meter.reserve(80, 60, freshKey()).expect(201);

        assertThat(made.header("Location").orElseThrow()).endsWith("/usage/reservations/" + made.id());
        assertThat(made.json().path("quota").path("reserved").asLong()).isEqualTo(80);
        assertThat(made.json().path("quota").path("remaining").asLong()).isEqualTo(20);
        assertThat(made.json().path("expiresAt").asText()).matches("\\d{4}-.*Z");
        assertProblem(meter.recordEnforced(21), 429, "quota_exceeded");
        assertProblem(meter.reserve(21, 60, freshKey()), 429, "quota_exceeded");
        meter.recordEnforced(20).expect(200);
    }

    @Test
    void committedUnitsAreUsedAndTheRestIsFree() {
        String id = meter.reserve(80, 60, freshKey()).expect(201).id();

        JsonNode committed = meter.commit(id, 30).expect(200).json();

        assertThat(committed.path("quota").path("used").asLong()).isEqualTo(30);
        assertThat(committed.path("quota").path("reserved").asLong()).isZero();
        meter.assertConsistent(30);
        assertThat(meter.reservedByCounter()).isZero();
        meter.recordEnforced(70).expect(200);
    }

    @Test
    void commitIsCountedOnceHoweverOftenItComes() {
        String id = meter.reserve(80, 60, freshKey()).expect(201).id();
        meter.commit(id, 30).expect(200);

        assertThat(meter.commit(id, 30).expect(200).json().path("duplicate").asBoolean())
                .isTrue();
        assertProblem(meter.commit(id, 31), 409, "reservation_committed");
        assertProblem(meter.release(id), 409, "reservation_committed");
        meter.assertConsistent(30);
    }

    @Test
    void nothingBeyondWhatIsHeldIsCommitted() {
        String id = meter.reserve(10, 60, freshKey()).expect(201).id();

        assertInvalid(meter.commit(id, 11), "quantity");
        assertInvalid(meter.commit(id, -1), "quantity");
        meter.commit(id, 0).expect(200);
        meter.assertConsistent(0);
    }

    @Test
    void releasedUnitsAreFree() {
        String id = meter.reserve(100, 60, freshKey()).expect(201).id();

        meter.release(id).expect(204);
        meter.release(id).expect(204);

        meter.recordEnforced(100).expect(200);
        assertProblem(meter.commit(id, 1), 409, "reservation_released");
    }

    @Test
    void expiredUnitsAreFreeBeforeAnybodyIsRefused() {
        String id = meter.reserve(100, 1, freshKey()).expect(201).id();
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");

        await().untilAsserted(
                        () -> assertThat(meter.recordEnforced(100).status()).isEqualTo(200));

        assertProblem(meter.commit(id, 1), 409, "reservation_expired");
        meter.release(id).expect(204);
        meter.assertConsistent(100);
        assertThat(meter.reservedByCounter()).isZero();
    }

    @Test
    void expiredUnitsAreGivenBackByAndBy() {
        meter.reserve(100, 1, freshKey()).expect(201);

        await().untilAsserted(() -> {
            oka.runTask("oka-expire-reservations");
            assertThat(meter.reservedByCounter()).isZero();
        });

        assertThat(meter.quota("?quantity=100").path("allowed").asBoolean()).isTrue();
    }

    @Test
    void repetitionGetsTheSameReservation() {
        String key = freshKey();
        JsonNode first = meter.reserve(40, 60, key).expect(201).json();

        JsonNode again = meter.reserve(40, 60, key).expect(201).json();

        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(again.path("expiresAt")).isEqualTo(first.path("expiresAt"));
        assertThat(again.path("quota")).isEqualTo(first.path("quota"));
        assertThat(again.path("duplicate").asBoolean()).isTrue();
        assertProblem(meter.reserve(41, 60, key), 422, "idempotency_key_reused");
        assertProblem(meter.record(Meter.use(40, key)), 422, "idempotency_key_reused");
        assertThat(meter.reservedByCounter()).isEqualTo(40);
    }

    @Test
    void anotherTenantsReservationIsNotThere() {
        String id = meter.reserve(40, 60, freshKey()).expect(201).id();
        Meter other = Meter.of(realm, Tenants.create(realm, "alice"));

        assertProblem(other.commit(id, 1), 404, "not_found");
        assertProblem(other.release(id), 404, "not_found");
        assertThat(meter.reservedByCounter()).isEqualTo(40);
    }

    @Test
    void holdIsBounded() {
        assertInvalid(meter.reserve(1, 0, freshKey()), "ttlSeconds");
        assertInvalid(meter.reserve(1, 86_401, freshKey()), "ttlSeconds");
        assertInvalid(meter.reserve(0, 60, freshKey()), "quantity");
    }

    @Test
    void committedUnitsCountInTheMonthInWhichTheyWereReserved() {
        String id = meter.reserve(80, 60, freshKey()).expect(201).id();
        aMonthEarlier("oka_quota_counter", "window_start");
        aMonthEarlier("oka_usage_reservation", "reserved_at");

        meter.commit(id, 80).expect(200);

        meter.recordEnforced(100).expect(200);
        assertThat(meter.totals("").json().path("quantity").asLong()).isEqualTo(100);
    }

    private void aMonthEarlier(String table, String column) {
        oka.rows(
                "WITH changed AS (UPDATE " + table + " SET " + column + " = (" + column
                        + " AT TIME ZONE 'UTC' - interval '1 month') AT TIME ZONE 'UTC' WHERE tenant_id = ? RETURNING 1)"
                        + " SELECT count(*) FROM changed",
                tenant);
    }
}
