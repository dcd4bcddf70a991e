package io.oka.it.usage;

import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.enforced;
import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.DatabaseProxy;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is used with API keys, as the keys themselves record it and as services do. */
@OkaServer
final class KeyUsageIT {

    private static final Map<String, ?> RECORDS = Map.of("scopes", List.of("documents:read", "usage:write"));

    private static TestRealm realm;
    private final Oka oka;
    private String tenant = "";
    private Meter service;

    KeyUsageIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeAll
    static void realmWithKeys(Oka oka) {
        realm = oka.realm()
                .users("alice")
                .service(Meter.SERVICE, "record-usage")
                .create();
        ApiKeys.allowScopes(realm);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = Tenants.create(realm, null);
        service = Meter.of(realm, tenant);
    }

    @Test
    void keyRecordsWhatIsUsedWithItself() {
        Key key = key(realm, tenant, RECORDS);
        Key other = key(realm, tenant, RECORDS);
        Meter meter = meterOf(key);

        meter.record(use(1, freshKey())).expect(200);
        meter.record(naming(key.id(), 2)).expect(200);
        assertProblem(meter.record(naming(other.id(), 4)), 403, "foreign_subject");
        JsonNode items = meter.record(List.of(use(8, freshKey()), naming(other.id(), 16)))
                .expect(200)
                .json();

        assertThat(items.path(0).path("recorded").asBoolean()).isTrue();
        assertThat(items.path(1).at("/problem/code").asText()).isEqualTo("foreign_subject");
        JsonNode events = service.events("").expect(200).json().path("items");
        assertThat(events.findValuesAsText("apiKeyId")).containsExactly(key.id(), key.id(), key.id());
        assertThat(meter.totals("").expect(200).json().path("quantity").asLong())
                .isEqualTo(11);
        meter.events("").expect(200);
        service.assertConsistent(11);
    }

    @Test
    void keyWithoutTheScopeHasNothingToDoHere() {
        Caller caller = callerOf(key(realm, tenant, Map.of()));
        Meter meter = Meter.of(oka, caller, tenant);

        assertProblem(meter.record(use(1, freshKey())), 403, "insufficient_scope");
        assertProblem(meter.reserve(1, 60, freshKey()), 403, "insufficient_scope");
        assertProblem(meter.commit(UUID.randomUUID().toString(), 1), 403, "insufficient_scope");
        assertProblem(meter.release(UUID.randomUUID().toString()), 403, "insufficient_scope");
        assertProblem(meter.totals(""), 403, "insufficient_scope");
        assertProblem(meter.events(""), 403, "insufficient_scope");
        assertProblem(caller.get("/tenants/" + tenant + "/quota").send(), 403, "insufficient_scope");
        service.assertConsistent(0);
    }

    @Test
    void patternCoversTheScope() {
        realm.setting("keyScopes", List.of("documents:*", "search:*", "usage:*"));
        Key key = key(realm, tenant, Map.of("scopes", List.of("usage:*")));
        ApiKeys.allowScopes(realm);

        meterOf(key).record(use(1, freshKey())).expect(200);
    }

    @Test
    void anotherTenantIsNotThereForAKey() {
        Meter elsewhere = Meter.of(oka, callerOf(key(realm, tenant, RECORDS)), Tenants.create(realm, null));
        Meter nowhere = Meter.of(
                oka, callerOf(key(realm, tenant, RECORDS)), UUID.randomUUID().toString());

        for (Meter meter : List.of(elsewhere, nowhere)) {
            assertProblem(meter.record(use(1, freshKey())), 404, "not_found");
            assertProblem(meter.totals(""), 404, "not_found");
        }
    }

    @Test
    void suspendedTenantsKeysRecordNothing() {
        Meter meter = meterOf(key(realm, tenant, RECORDS));

        Tenants.suspend(realm, tenant);

        assertProblem(meter.record(use(1, freshKey())), 403, "tenant_suspended");
        assertProblem(meter.totals(""), 403, "tenant_suspended");
    }

    @Test
    void keyAsksForItsOwnQuota() {
        Key key = key(realm, tenant, limited("day", 5));
        Key other = key(realm, tenant, limited("day", 3));

        Response answer =
                callerOf(key).get("/tenants/" + tenant + "/quota").send().expect(200);

        assertThat(answer.json().path("level").asText()).isEqualTo("api_key");
        assertThat(answer.json().path("limit").asLong()).isEqualTo(5);
        assertThat(answer.header("RateLimit-Policy")).contains("\"api_key\";q=5;w=86400");
        assertThat(service.quota("?apiKeyId=" + other.id()).path("limit").asLong())
                .isEqualTo(3);
        assertProblem(
                callerOf(key)
                        .get("/tenants/" + tenant + "/quota?apiKeyId=" + other.id())
                        .send(),
                403,
                "foreign_subject");
    }

    @Test
    void keysReservationsAreItsFamilysAlone() {
        Key key = key(realm, tenant, RECORDS);
        Meter meter = meterOf(key);
        String own = meter.reserve(5, 60, freshKey()).expect(201).id();
        String more = meter.reserve(5, 60, freshKey()).expect(201).id();
        String services = service.reserve(5, 60, freshKey()).expect(201).id();
        Meter other = meterOf(key(realm, tenant, RECORDS));

        assertProblem(other.commit(own, 1), 404, "not_found");
        assertProblem(other.release(own), 404, "not_found");
        assertProblem(meter.commit(services, 1), 404, "not_found");
        Response successor = key.keys().rotate(key.id(), 3600).expect(201);
        meter.commit(own, 3).expect(200);
        Meter.of(oka, realm.with(Exchanges.token(realm, ApiKeys.secret(successor))), tenant)
                .release(more)
                .expect(204);
        service.commit(services, 4).expect(200);

        service.assertConsistent(7);
        assertThat(service.reservedByCounter()).isZero();
    }

    @Test
    void serviceNamesTheTenantsKeysAlone() {
        Key ended = key(realm, tenant, RECORDS);
        String foreign = key(realm).id();
        ended.revoke();

        for (String none : List.of(foreign, UUID.randomUUID().toString())) {
            assertProblem(service.record(naming(none, 1)), 404, "not_found");
            JsonNode items = service.record(List.of(naming(none, 1), naming(ended.id(), 2)))
                    .expect(200)
                    .json();
            assertThat(items.path(0).at("/problem/status").asInt()).isEqualTo(404);
            assertThat(items.path(1).path("recorded").asBoolean()).isTrue();
            assertProblem(service.totals("?apiKeyId=" + none), 404, "not_found");
            assertProblem(service.events("?apiKeyId=" + none), 404, "not_found");
        }
        service.assertConsistent(4);
    }

    @Test
    void familyIsOneKeyInTotals() {
        Key key = key(realm, tenant, RECORDS);
        service.record(naming(key.id(), 3)).expect(200);
        String successor = key.keys().rotate(key.id(), 0).expect(201).id();
        service.record(naming(successor, 4)).expect(200);

        for (String id : List.of(key.id(), successor)) {
            JsonNode totals = service.totals("?apiKeyId=" + id).expect(200).json();
            assertThat(totals.path("quantity").asLong()).isEqualTo(7);
            assertThat(totals.path("items").findValuesAsText("apiKeyId")).containsExactly(key.id());
            assertThat(service.events("?apiKeyId=" + id).expect(200).json().path("items"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour", "day", "month"})
    void keysWindowEndsAndBeginsAtZero(String period) {
        Key key = key(realm, tenant, limited(period, 10));
        Meter meter = meterOf(key);
        meter.recordEnforced(10).expect(200);
        Response refused = assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");
        assertThat(refused.header("RateLimit-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("\"api_key\";q=10;w="));

        // Windows go by the database's clock, which nobody moves: so what was counted goes back by one window.
        oka.rows(
                "WITH changed AS (UPDATE oka_quota_counter SET window_start ="
                        + " (window_start AT TIME ZONE 'UTC' - ('1 ' || period)::interval) AT TIME ZONE 'UTC'"
                        + " WHERE tenant_id = ? AND level = 'api_key' AND period = ? RETURNING 1)"
                        + " SELECT count(*) FROM changed",
                tenant,
                period);

        meter.recordEnforced(10).expect(200);
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");
        assertThat(service.usedByCounter()).isEqualTo(20);
    }

    @Test
    void windowCanBeChangedWithoutLosingCount() {
        Key key = key(realm, tenant, limited("month", 10));
        meterOf(key).recordEnforced(6).expect(200);

        key.keys().patch(key.id(), Map.of("quotaPeriod", "hour")).expect(200);

        assertProblem(meterOf(key).recordEnforced(5), 429, "quota_exceeded");
        meterOf(key).recordEnforced(4).expect(200);
    }

    @Test
    void keysOfAnArrayAreLookedUpTogether() {
        List<Map<String, Object>> uses = List.of(
                naming(key(realm, tenant, RECORDS).id(), 1),
                naming(key(realm, tenant, RECORDS).id(), 1),
                naming(key(realm, tenant, RECORDS).id(), 1),
                naming(UUID.randomUUID().toString(), 1));

        List<String> lookups;
        try (DatabaseProxy.Recording recording = oka.proxy().record()) {
            service.record(uses).expect(200);
            lookups = recording.statements().stream()
                    .filter(sql -> sql.toLowerCase(Locale.ROOT).contains("oka_api_key"))
                    .toList();
        }

        assertThat(lookups).hasSize(1);
        service.assertConsistent(3);
    }

    @Test
    void manyAtOnceNeverPassAKeysLimit() {
        Key key = key(realm, tenant, limited("hour", 20));
        Caller caller = callerOf(key);

        List<CompletableFuture<Response>> under = IntStream.range(0, 40)
                .mapToObj(i -> caller.post("/tenants/" + tenant + "/usage")
                        .json(enforced(1, freshKey()))
                        .sendAsync())
                .toList();

        assertThat(under.stream().map(answer -> answer.join().status()))
                .filteredOn(status -> status == 200)
                .hasSize(20);
        service.assertConsistent(20);
    }

    private static Map<String, Object> naming(String apiKeyId, long quantity) {
        Map<String, Object> use = use(quantity, freshKey());
        use.put("apiKeyId", apiKeyId);
        return use;
    }

    private static Map<String, ?> limited(String period, long limit) {
        return Map.of("scopes", List.of("usage:write"), "quotaLimit", limit, "quotaPeriod", period);
    }

    private Meter meterOf(Key key) {
        return Meter.of(oka, callerOf(key), tenant);
    }

    private static Caller callerOf(Key key) {
        return realm.with(Exchanges.token(realm, key.secret()));
    }
}
