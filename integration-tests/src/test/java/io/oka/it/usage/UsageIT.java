package io.oka.it.usage;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.enforced;
import static io.oka.it.usage.Meter.freshKey;
import static io.oka.it.usage.Meter.use;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant uses, as services record it and members read it. */
@OkaServer
final class UsageIT {

    private static TestRealm realm;
    private final Oka oka;
    private String tenant = "";
    private Meter meter;

    UsageIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = oka.realm()
                .users("alice", "bob", "carol", "dave")
                .service(Meter.SERVICE, "record-usage")
                .service("authorizer", "authorize")
                .create();
    }

    @AfterAll
    static void deleteRealm() {
        realm.close();
    }

    @BeforeEach
    void createTenant() {
        tenant = Tenants.createWithTeam(realm);
        meter = Meter.of(realm, tenant);
        limit(100L);
    }

    @Test
    void useIsRecordedWithWhatIsLeft() {
        Response answer = meter.record(use(30, freshKey())).expect(200);

        JsonNode recorded = answer.json();
        assertThat(recorded.path("recorded").asBoolean()).isTrue();
        assertThat(recorded.path("duplicate").asBoolean(true)).isFalse();
        assertThat(recorded.path("quota").path("allowed").asBoolean()).isTrue();
        assertThat(recorded.path("quota").path("level").asText()).isEqualTo("tenant");
        assertThat(recorded.path("quota").path("limit").asLong()).isEqualTo(100);
        assertThat(recorded.path("quota").path("used").asLong()).isEqualTo(30);
        assertThat(recorded.path("quota").path("remaining").asLong()).isEqualTo(70);
        assertThat(recorded.path("quota").path("resetsAt").asText()).matches("\\d{4}-\\d\\d-01T00:00:00Z");
        assertThat(answer.header("RateLimit-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .matches("\"tenant\";q=100;w=(26784|25920|25056|24192)00"));
        assertThat(answer.header("RateLimit"))
                .hasValueSatisfying(field -> assertThat(field).matches("\"tenant\";r=70;t=\\d+"));
        meter.assertConsistent(30);
    }

    @Test
    void enforcedUseBeyondTheLimitIsRefusedAndLeavesNoTrace() {
        meter.recordEnforced(99).expect(200);
        String key = freshKey();

        Response refused = meter.record(enforced(2, key));

        assertProblem(refused, 429, "quota_exceeded");
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(refused.header("RateLimit"))
                .hasValueSatisfying(field -> assertThat(field).startsWith("\"tenant\";r=1;t="));
        meter.assertConsistent(99);
        assertThat(rows("oka_usage_key")).isEqualTo(1);
        meter.record(enforced(1, key)).expect(200);
        meter.assertConsistent(100);
    }

    @Test
    void whatHasHappenedIsRecordedBeyondTheLimit() {
        Response answer = meter.record(use(130, freshKey())).expect(200);

        assertThat(answer.json().path("quota").path("used").asLong()).isEqualTo(130);
        assertThat(answer.json().path("quota").path("remaining").asLong()).isZero();
        meter.assertConsistent(130);
    }

    @Test
    void repetitionGetsTheFirstAnswerAndIsNotCounted() {
        String key = freshKey();
        JsonNode first = meter.record(enforced(10, key)).expect(200).json();
        meter.recordEnforced(5).expect(200);

        JsonNode again = meter.record(enforced(10, key)).expect(200).json();

        assertThat(again.path("duplicate").asBoolean()).isTrue();
        assertThat(again.path("recorded").asBoolean()).isTrue();
        assertThat(again.path("quota")).isEqualTo(first.path("quota"));
        meter.assertConsistent(15);
    }

    @Test
    void keyWithAnotherPayloadIsRefused() {
        String key = freshKey();
        meter.record(use(10, key)).expect(200);

        assertProblem(meter.record(use(11, key)), 422, "idempotency_key_reused");
        assertProblem(meter.record(enforced(10, key)), 422, "idempotency_key_reused");
        meter.assertConsistent(10);
    }

    @Test
    void keysOfTwoTenantsAreIndependent() {
        String key = freshKey();
        Meter other = Meter.of(realm, Tenants.create(realm, "alice"));
        meter.record(use(10, key)).expect(200);

        assertThat(other.record(use(20, key))
                        .expect(200)
                        .json()
                        .path("duplicate")
                        .asBoolean(true))
                .isFalse();

        meter.assertConsistent(10);
        other.assertConsistent(20);
    }

    @Test
    void arrayIsAnsweredItemByItem() {
        String key = freshKey();
        List<Map<String, Object>> items = new ArrayList<>();
        items.add(enforced(60, key));
        items.add(enforced(60, freshKey()));
        items.add(enforced(60, key));
        items.add(enforced(61, key));
        items.add(enforced(0, freshKey()));
        items.add(Map.of("service", "documents", "tenantId", tenant));
        items.add(enforced(40, freshKey()));

        JsonNode answers = meter.record(items).expect(200).json();

        assertThat(answers.findValuesAsText("recorded"))
                .containsExactly("true", "false", "true", "false", "false", "false", "true");
        assertThat(answers.path(1).path("problem").path("code").asText()).isEqualTo("quota_exceeded");
        assertThat(answers.path(1).path("quota").path("remaining").asLong()).isEqualTo(40);
        assertThat(answers.path(2).path("duplicate").asBoolean()).isTrue();
        assertThat(answers.path(3).path("problem").path("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(answers.path(4).path("problem").path("errors").findValuesAsText("field"))
                .containsExactly("quantity");
        assertThat(answers.path(5).path("problem").path("code").asText()).isEqualTo("unknown_member");
        assertThat(answers.path(6).path("problem").isMissingNode()).isTrue();
        meter.assertConsistent(100);
    }

    @Test
    void fiveHundredAreTakenAtOnceAndNotMore() {
        limit(null);
        List<Map<String, Object>> items = new ArrayList<>(
                IntStream.range(0, 500).mapToObj(i -> use(1, freshKey())).toList());

        assertThat(meter.record(items).expect(200).json()).hasSize(500);
        items.add(use(1, freshKey()));
        assertProblem(meter.record(items), 400, "validation_failed");
        assertProblem(meter.record(List.of()), 400, "validation_failed");
        meter.assertConsistent(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "1.5",
                "1.0",
                "\"3\"",
                "null",
                "true",
                "9223372036854775808",
                "1000000000001",
                "1e999",
                "[1]"
            })
    void amountThatIsNoneIsRefused(String quantity) {
        String body =
                "{\"service\":\"documents\",\"action\":\"a\",\"idempotencyKey\":\"k\",\"quantity\":" + quantity + "}";

        Response refused = realm.asService(Meter.SERVICE)
                .post("/tenants/" + tenant + "/usage")
                .body("application/json", body)
                .send();

        assertInvalid(refused, "quantity");
        meter.assertConsistent(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenantId", "used", "at", "id", "createdAt"})
    void whatIsNotTheCallersToSayIsRefused(String member) {
        Map<String, Object> use = use(1, freshKey());
        use.put(member, "x");

        assertProblem(meter.record(use), 400, "unknown_member");
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        assertInvalid(
                meter.record(Map.of(
                        "service",
                        "a b",
                        "quantity",
                        1,
                        "idempotencyKey",
                        "",
                        "apiKeyId",
                        "x".repeat(37),
                        "userId",
                        "")),
                "service",
                "action",
                "idempotencyKey",
                "apiKeyId",
                "userId");
    }

    @Test
    void limitChangesAtOnce() {
        meter.recordEnforced(100).expect(200);
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");

        limit(101L);

        meter.recordEnforced(1).expect(200);
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");
    }

    @Test
    void whereNothingLimitsEverythingIsCounted() {
        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .json(Map.of("tier", "enterprise"))
                .send()
                .expect(200);
        limit(null);

        JsonNode quota = meter.recordEnforced(1_000_000).expect(200).json().path("quota");

        assertThat(quota.path("level").asText()).isEqualTo("unlimited");
        assertThat(quota.path("used").asLong()).isEqualTo(1_000_000);
        assertThat(quota.path("limit").isNull()).isTrue();
        assertThat(quota.path("remaining").isNull()).isTrue();
    }

    @Test
    void warningAndLimitAreInTheChangeLogOnce() {
        String requestId = UUID.randomUUID().toString();
        meter.recordEnforced(79).expect(200);
        assertThat(ChangeRow.types(oka, tenant)).doesNotContain("quota.warning");

        realm.asService(Meter.SERVICE)
                .post("/tenants/" + tenant + "/usage")
                .header("X-Request-ID", requestId)
                .json(enforced(1, freshKey()))
                .send()
                .expect(200);
        meter.recordEnforced(5).expect(200);

        ChangeRow warning = ChangeRow.last(oka, tenant);
        assertThat(warning.type()).isEqualTo("quota.warning");
        assertThat(warning.correlationId()).isEqualTo(requestId);
        assertThat(warning.actorType()).isEqualTo("service");
        assertThat(warning.datum("level")).isEqualTo("tenant");
        assertThat(warning.datum("used")).isEqualTo("80");
        assertThat(warning.datum("limit")).isEqualTo("100");
        meter.recordEnforced(15).expect(200);
        meter.record(use(15, freshKey())).expect(200);
        assertThat(ChangeRow.types(oka, tenant).stream().filter(type -> type.startsWith("quota.")))
                .containsExactly("quota.warning", "quota.exceeded");
    }

    @Test
    void warningComesWhereTheRealmSays() {
        try (TestRealm other = oka.realm()
                .users("alice")
                .service(Meter.SERVICE, "record-usage")
                .create()) {
            other.setting("quotaWarningPercent", 50);
            String watched = Tenants.create(other, "alice");

            Meter.of(other, watched).recordEnforced(500).expect(200);

            assertThat(ChangeRow.last(oka, watched).type()).isEqualTo("quota.warning");
        }
    }

    @Test
    void totalsAreByServiceActionAndKey() {
        String apiKey = newKey();
        Map<String, Object> withKey = use(5, freshKey());
        withKey.put("apiKeyId", apiKey);
        Map<String, Object> search = use(7, freshKey());
        search.put("service", "search");
        search.put("action", "query");
        meter.record(List.of(use(1, freshKey()), use(2, freshKey()), withKey, search))
                .expect(200);

        JsonNode totals = meter.totals("").expect(200).json();

        assertThat(totals.path("quantity").asLong()).isEqualTo(15);
        assertThat(totals.path("events").asLong()).isEqualTo(4);
        assertThat(totals.path("items").findValuesAsText("quantity")).containsExactly("3", "5", "7");
        assertThat(totals.path("items").findValuesAsText("service"))
                .containsExactly("documents", "documents", "search");
        String period = totals.path("period").asText();
        assertThat(period).matches("\\d{4}-\\d\\d");
        assertThat(meter.totals("?service=search").json().path("quantity").asLong())
                .isEqualTo(7);
        assertThat(meter.totals("?apiKeyId=" + apiKey).json().path("quantity").asLong())
                .isEqualTo(5);
        assertThat(meter.totals("?period=2020-01").json().path("quantity").asLong())
                .isZero();
        assertInvalid(meter.totals("?period=yesterday"), "period");
        assertInvalid(meter.totals("?service=a%20b"), "service");
    }

    @Test
    void eventsComeNewestFirstInPages() {
        for (int i = 1; i <= 5; i++) {
            meter.record(use(i, "key-" + i)).expect(200);
        }

        JsonNode first = meter.events("?limit=2").expect(200).json();
        JsonNode second = meter.events(
                        "?limit=3&cursor=" + first.path("nextCursor").asText())
                .expect(200)
                .json();

        assertThat(first.path("items").findValuesAsText("quantity")).containsExactly("5", "4");
        assertThat(second.path("items").findValuesAsText("quantity")).containsExactly("3", "2", "1");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        JsonNode event = first.path("items").path(0);
        assertThat(event.path("idempotencyKey").asText()).isEqualTo("key-5");
        assertThat(event.path("correlationId").asText()).isNotBlank();
        String at = event.path("at").asText();
        assertThat(meter.events("?from=" + at).json().path("items")).hasSize(1);
        assertThat(meter.events("?to=" + at).json().path("items")).hasSize(4);
        assertThat(meter.events("?service=search").json().path("items")).isEmpty();
        assertInvalid(meter.events("?cursor=eCB5"), "cursor");
    }

    @Test
    void quotaTellsWhatIsLeftAndUsesNothing() {
        meter.recordEnforced(90).expect(200);

        JsonNode fits = meter.quota("?service=documents&quantity=10");
        JsonNode fitsNot = meter.quota("?quantity=11");

        assertThat(fits.path("allowed").asBoolean()).isTrue();
        assertThat(fitsNot.path("allowed").asBoolean(true)).isFalse();
        assertThat(fitsNot.path("level").asText()).isEqualTo("tenant");
        assertThat(fitsNot.path("used").asLong()).isEqualTo(90);
        assertThat(fitsNot.path("remaining").asLong()).isEqualTo(10);
        meter.recordEnforced(4).expect(200);
        assertThat(meter.quota("").path("remaining").asLong())
                .as("this node's own use, at once")
                .isEqualTo(6);
        realm.asService("authorizer")
                .get("/tenants/" + tenant + "/quota")
                .send()
                .expect(200);
        assertProblem(
                realm.asService("authorizer")
                        .get("/tenants/" + tenant + "/usage")
                        .send(),
                404,
                "not_found");
    }

    @Test
    void suspendedTenantsMembersReadAndServicesRecord() {
        Tenants.suspend(realm, tenant);

        meter.record(use(3, freshKey())).expect(200);
        realm.as("carol").get("/tenants/" + tenant + "/usage").send().expect(200);
        assertProblem(
                realm.as("alice")
                        .post("/tenants/" + tenant + "/usage")
                        .json(use(1, freshKey()))
                        .send(),
                403,
                "tenant_suspended");
    }

    @Test
    void deletedTenantIsNotCountedFor() {
        Tenants.delete(realm, tenant);

        assertProblem(meter.record(use(1, freshKey())), 404, "not_found");
    }

    @Test
    void operatorsReadUsageAsWell() {
        meter.record(use(3, freshKey())).expect(200);
        realm.as("carol").get("/tenants/" + tenant + "/usage/events").send().expect(200);
        assertProblem(realm.as("dave").get("/tenants/" + tenant + "/usage").send(), 404, "not_found");
    }

    @Test
    void usesAreInThePartitionOfTheirMonth() {
        meter.record(use(3, freshKey())).expect(200);
        change("UPDATE oka_usage_event SET used_at = used_at - interval '3 years' WHERE tenant_id = ?");

        oka.runTask("oka-partition-usage");

        assertThat(oka.rows("SELECT tableoid::regclass::text AS t FROM oka_usage_event WHERE tenant_id = ?", tenant))
                .extracting(row -> row.get("t"))
                .containsExactly("oka_usage_event_default");
        meter.record(use(4, freshKey())).expect(200);
        assertThat(oka.rows(
                        "SELECT tableoid::regclass::text AS t FROM oka_usage_event WHERE tenant_id = ? AND quantity = 4",
                        tenant))
                .extracting(row -> String.valueOf(row.get("t")))
                .allSatisfy(table -> assertThat(table).matches("oka_usage_event_\\d{8}"));
    }

    @Test
    void keysAndHoursOfLongAgoAreForgotten() {
        String key = freshKey();
        Map<String, Object> withKey = use(5, key);
        withKey.put("apiKeyId", newKey());
        meter.record(withKey).expect(200);
        change("UPDATE oka_usage_key SET created_at = created_at - interval '36 days' WHERE tenant_id = ?");
        change("UPDATE oka_quota_counter SET window_start = window_start - interval '40 days' WHERE tenant_id = ?");

        oka.runTask("oka-forget-usage");

        assertThat(rows("oka_usage_key")).isZero();
        assertThat(oka.rows("SELECT period FROM oka_quota_counter WHERE tenant_id = ? AND period <> 'month'", tenant))
                .isEmpty();
        assertThat(rows("oka_quota_counter")).isEqualTo(3);
        assertThat(meter.record(use(7, key))
                        .expect(200)
                        .json()
                        .path("duplicate")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void newMonthBeginsAtZero() {
        meter.recordEnforced(100).expect(200);
        assertProblem(meter.recordEnforced(1), 429, "quota_exceeded");

        change("UPDATE oka_quota_counter SET window_start = window_start - interval '1 month' WHERE tenant_id = ?");

        meter.recordEnforced(100).expect(200);
    }

    /** An API key of the tenant; its id. */
    private String newKey() {
        return ApiKeys.ofOperator(realm, tenant)
                .create(Map.of("name", "key", "scopes", List.of()))
                .expect(201)
                .id();
    }

    private void limit(@Nullable Long units) {
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Collections.singletonMap("quotaLimit", units))
                .send()
                .expect(200);
    }

    private long rows(String table) {
        return ((Number) Objects.requireNonNull(
                        oka.rows("SELECT count(*) AS n FROM " + table + " WHERE tenant_id = ?", tenant)
                                .get(0)
                                .get("n")))
                .longValue();
    }

    private void change(String update) {
        oka.rows("WITH changed AS (" + update + " RETURNING 1) SELECT count(*) FROM changed", tenant);
    }
}
