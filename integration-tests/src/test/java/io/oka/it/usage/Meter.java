package io.oka.it.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A service that records what one tenant uses; and what the database holds of it. */
final class Meter {

    static final String SERVICE = "meter";

    private final Oka oka;
    private final Caller caller;
    private final String tenant;

    private Meter(Oka oka, Caller caller, String tenant) {
        this.oka = oka;
        this.caller = caller;
        this.tenant = tenant;
    }

    /** Records as the realm's service of the name {@value #SERVICE}. */
    static Meter of(TestRealm realm, String tenant) {
        return new Meter(realm.oka(), realm.asService(SERVICE), tenant);
    }

    /** Records as whoever this is. */
    static Meter of(Oka oka, Caller caller, String tenant) {
        return new Meter(oka, caller, tenant);
    }

    static Map<String, Object> use(long quantity, String key) {
        return new LinkedHashMap<>(
                Map.of("service", "documents", "action", "convert", "quantity", quantity, "idempotencyKey", key));
    }

    static Map<String, Object> enforced(long quantity, String key) {
        Map<String, Object> use = use(quantity, key);
        use.put("enforce", true);
        return use;
    }

    static String freshKey() {
        return UUID.randomUUID().toString();
    }

    /** One use, or several. */
    Response record(Object body) {
        return caller.post("/tenants/" + tenant + "/usage").json(body).send();
    }

    Response recordEnforced(long quantity) {
        return record(enforced(quantity, freshKey()));
    }

    Response reserve(long quantity, long ttlSeconds, String key) {
        return caller.post("/tenants/" + tenant + "/usage/reservations")
                .json(Map.of(
                        "service", "documents", "quantity", quantity, "ttlSeconds", ttlSeconds, "idempotencyKey", key))
                .send();
    }

    Response commit(String reservation, long quantity) {
        return caller.post("/tenants/" + tenant + "/usage/reservations/" + reservation + "/commit")
                .json(Map.of("quantity", quantity))
                .send();
    }

    Response release(String reservation) {
        return caller.delete("/tenants/" + tenant + "/usage/reservations/" + reservation)
                .send();
    }

    JsonNode quota(String query) {
        return caller.get("/tenants/" + tenant + "/quota" + query)
                .send()
                .expect(200)
                .json();
    }

    Response totals(String query) {
        return caller.get("/tenants/" + tenant + "/usage" + query).send();
    }

    Response events(String query) {
        return caller.get("/tenants/" + tenant + "/usage/events" + query).send();
    }

    long usedByCounter() {
        return number(
                "SELECT coalesce(sum(used), 0) AS n FROM oka_quota_counter WHERE level = 'tenant' AND tenant_id = ?");
    }

    long reservedByCounter() {
        return number(
                "SELECT coalesce(sum(reserved), 0) AS n FROM oka_quota_counter WHERE level = 'tenant' AND tenant_id = ?");
    }

    long usedByEvents() {
        return number("SELECT coalesce(sum(quantity), 0) AS n FROM oka_usage_event WHERE tenant_id = ?");
    }

    long usedByTotals() {
        return number("SELECT coalesce(sum(quantity), 0) AS n FROM oka_usage_total WHERE tenant_id = ?");
    }

    long usedByReservations() {
        return number("SELECT coalesce(sum(committed), 0) AS n FROM oka_usage_reservation WHERE tenant_id = ?");
    }

    /** The idempotency keys of all events, once for each event. */
    List<String> recordedKeys() {
        return oka.rows("SELECT idempotency_key AS k FROM oka_usage_event WHERE tenant_id = ?", tenant).stream()
                .map(row -> String.valueOf(row.get("k")))
                .toList();
    }

    /** All three ways of counting agree, and nothing is held. */
    void assertConsistent(long used) {
        assertThat(usedByCounter()).as("counter").isEqualTo(used);
        assertThat(usedByEvents()).as("events").isEqualTo(used);
        assertThat(usedByTotals()).as("totals").isEqualTo(used);
    }

    private long number(String sql) {
        @Nullable Object found = oka.rows(sql, tenant).get(0).get("n");
        return ((Number) Objects.requireNonNull(found)).longValue();
    }
}
