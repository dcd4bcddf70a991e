package io.oka.it.entitlements;

import static io.oka.it.entitlements.Entitlements.authorize;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL is killed. Who was known is decided about for a minute, and told that this may be out of date; nothing is
 * used meanwhile; and nobody has to help when it is there again. The node's caches expire long before the outage ends.
 */
@OkaServer
final class DegradedDecisionsIT {

    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    /** From the kill until the node has noticed. */
    private static final Duration NOTICE = Duration.ofSeconds(10);

    /** No pool and no socket is waited for. */
    private static final Duration PROMPT = Duration.ofSeconds(2);

    private static final Map<String, Object> CONTEXT =
            Map.of("service", "documents", "requiredFeature", "export", "quantity", 2);

    private final LoneNode node;
    private final List<String> acknowledged = new ArrayList<>();
    private TestRealm realm;
    private Caller member;
    private Caller service;
    private Caller key;
    private String keyId = "";
    private Caller meter;
    private String carol = "";
    private String session = "";
    private String tenant = "";
    private String coldTenant = "";

    DegradedDecisionsIT(LoneNode node) {
        this.node = node;
    }

    @BeforeEach
    void warmUp() {
        realm = node.oka()
                .realm()
                .demoPeople()
                .service("gateway", "authorize")
                .service("meter", "record-usage", "authorize")
                .create();
        tenant = Tenants.createWithTeam(realm);
        coldTenant = Tenants.createWithTeam(realm);
        new Entitlements(realm).set(tenant, Map.of("tier", "pro")).expect(200);
        Tokens tokens = realm.tokens("carol");
        carol = realm.userId("carol");
        session = tokens.claims().path("sid").asText();
        // Tokens of now: the token endpoint is away as well.
        member = realm.with(tokens.access());
        service = realm.with(realm.serviceToken("gateway"));
        meter = realm.with(realm.serviceToken("meter"));
        ApiKeys.allowScopes(realm);
        Exchanges.Key made = Exchanges.key(realm, tenant, Map.of("scopes", List.of("documents:*")));
        keyId = made.id();
        key = realm.with(Exchanges.token(realm, made.secret()));
        everybody().forEach((who, decision) -> assertDecided(who, decision, false));
        for (int i = 0; i < 5; i++) {
            use(fresh()).expect(200);
        }
    }

    @AfterEach
    void repair() {
        node.oka().moveClock(Duration.ZERO);
        if (!node.postgres().isRunning()) {
            node.postgres().start();
        }
        await().atMost(RECOVERY)
                .untilAsserted(
                        () -> assertThat(use(fresh()).status()).as("recovery").isEqualTo(200));
        realm.close();
    }

    @Test
    void whoIsKnownIsDecidedAboutAndNothingIsUsedUntilTheDatabaseIsBack() {
        List<String> refused = new ArrayList<>();
        node.postgres().kill();
        awaitNotice();

        long end = System.nanoTime() + OUTAGE.toNanos();
        await().atMost(OUTAGE.plus(RECOVERY))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    everybody().forEach((who, decision) -> assertDecided(who, decision, true));
                    String key = fresh();
                    assertTurnedAway(use(key));
                    refused.add(key);
                    String other = fresh();
                    assertTurnedAway(consume(other));
                    refused.add(other);
                    assertTurnedAway(authorize(member, coldTenant, CONTEXT));
                    assertTurnedAway(authorize(service, coldTenant, CONTEXT));
                    return System.nanoTime() > end;
                });

        node.postgres().start();
        await().atMost(RECOVERY)
                .untilAsserted(() -> everybody().forEach((who, decision) -> assertDecided(who, decision, false)));
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(use(fresh()).status()).isEqualTo(200));
        assertRecorded(acknowledged);
        assertThat(refused).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(acknowledged);
        // Whoever repeats what was turned away is counted once, however often it is sent.
        refused.forEach(key -> use(key).expect(200));
        List.copyOf(refused).forEach(key -> use(key).expect(200));
        assertRecorded(acknowledged);
    }

    @Test
    void afterAMinuteThereIsNoDecision() {
        node.postgres().kill();
        awaitNotice();

        node.oka().moveClock(Duration.ofSeconds(61));

        everybody().forEach((who, answer) -> assertTurnedAway(answer));
    }

    @Test
    void noIsSaidToBeOutOfDateAsWell() {
        node.postgres().kill();
        awaitNotice();

        Response no = authorize(member, tenant, Map.of("requiredRole", "owner"));

        assertThat(no.status()).as(no.toString()).isEqualTo(403);
        assertThat(Entitlements.reason(no)).isEqualTo("insufficient_role");
        assertThat(no.json().at("/metadata/degraded").asBoolean()).isTrue();
    }

    @Test
    void whoWasRemovedBeforeIsNotHonouredFromMemory() {
        Tenants.removeMember(realm, tenant, "carol");
        node.postgres().kill();
        awaitNotice(service);

        assertTurnedAway(authorize(member, tenant, CONTEXT));
    }

    @Test
    void keyThatWasRevokedBeforeIsNotHonouredFromMemory() {
        ApiKeys.ofOperator(realm, tenant).revoke(keyId).expect(204);
        node.postgres().kill();
        awaitNotice();

        assertTurnedAway(ask(key, Map.of()));
    }

    @Test
    void whatCannotSayThatItIsOutOfDateIsNotServedFromMemory() {
        node.postgres().kill();
        awaitNotice();

        assertTurnedAway(member.get("/tenants/" + tenant + "/subscription").send());
        assertTurnedAway(member.get("/tenants/" + tenant).send());
    }

    /** All who may ask, each once. */
    private Map<String, Response> everybody() {
        Map<String, Response> answers = new LinkedHashMap<>();
        answers.put("member", ask(member, Map.of()));
        answers.put("service", ask(service, Map.of()));
        answers.put("key", ask(key, Map.of()));
        answers.put("service for a key", ask(service, Map.of("apiKeyId", keyId)));
        answers.put("service for a person", ask(service, Map.of("userId", carol)));
        answers.put("service for a login", ask(service, Map.of("userId", carol, "sessionId", session)));
        return answers;
    }

    private Response ask(Caller caller, Map<String, Object> more) {
        Map<String, Object> context = new LinkedHashMap<>(CONTEXT);
        context.putAll(more);
        long began = System.nanoTime();
        Response answer = authorize(caller, tenant, context);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PROMPT);
        return answer;
    }

    private Response consume(String key) {
        return authorize(meter, tenant, Map.of("service", "documents", "idempotencyKey", key));
    }

    private Response use(String key) {
        Response answer = meter.post("/tenants/" + tenant + "/usage")
                .json(Map.of(
                        "service",
                        "documents",
                        "action",
                        "documents:read",
                        "quantity",
                        1,
                        "idempotencyKey",
                        key,
                        "enforce",
                        true))
                .send();
        if (answer.status() == 200 && !acknowledged.contains(key)) {
            acknowledged.add(key);
        }
        return answer;
    }

    private void awaitNotice() {
        awaitNotice(member);
    }

    private void awaitNotice(Caller who) {
        await().atMost(NOTICE).untilAsserted(() -> assertDecided("anyone", ask(who, Map.of()), true));
    }

    private void assertRecorded(List<String> keys) {
        assertThat(node.oka().rows("SELECT idempotency_key AS k FROM oka_usage_event WHERE tenant_id = ?", tenant))
                .extracting(row -> row.get("k"))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(node.oka()
                        .rows(
                                "SELECT used AS n FROM oka_quota_counter WHERE level = 'tenant' AND tenant_id = ?",
                                tenant)
                        .get(0)
                        .get("n"))
                .isEqualTo((long) keys.size());
    }

    private static void assertDecided(String who, Response decision, boolean degraded) {
        assertThat(decision.status()).as(who + ": " + decision).isEqualTo(200);
        JsonNode metadata = decision.json().path("metadata");
        assertThat(metadata.path("degraded").isBoolean()).isTrue();
        assertThat(metadata.path("degraded").asBoolean()).as(who).isEqualTo(degraded);
        assertThat(metadata.path("tier").asText()).isEqualTo("pro");
        assertThat(metadata.at("/quota/allowed").asBoolean()).isTrue();
    }

    private static void assertTurnedAway(Response answer) {
        assertProblem(answer, 503, "temporarily_unavailable");
        assertThat(answer.header("Retry-After")).hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds))
                .isPositive());
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }
}
