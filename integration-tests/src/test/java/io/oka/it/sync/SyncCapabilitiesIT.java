package io.oka.it.sync;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.SyncAgents;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that an agent sends reaches a tenant outside its realm, or raises a limit that its capabilities do not cover;
 * and what is refused leaves no trace.
 */
@OkaServer
final class SyncCapabilitiesIT {

    private static final String TENANT = "tenant.upsert";
    private static final String SUBSCRIPTION = "subscription.upsert";
    private static final String CANCEL = "subscription.cancel";
    private static final String USAGE = "usage.import";
    private static final String NOT_ALLOWED = "dead not_allowed";

    private static Oka oka;
    private static TestRealm realm;
    private static TestRealm other;

    /** May send everything, and do next to nothing. */
    private static Erp least;

    /** Of the same system, with limits. */
    private static Erp limited;

    /** Of the same system, without any. */
    private static Erp all;

    @BeforeAll
    static void realmWithAgents(Oka server) {
        oka = server;
        realm = server.realm().demoPeople().create();
        other = server.realm().demoPeople().create();
        all = Erp.in(realm);
        Map<String, Object> some = leastCapabilities();
        some.put("tiers", List.of("free", "pro"));
        some.put("maxQuotaLimit", 1_000);
        some.put("maxUsageQuantity", 50);
        some.put("maxPeriodDays", 40);
        limited = all.with(some);
        least = all.with(leastCapabilities());
        all.map("plan", "P-ENT", "enterprise");
        all.map("plan", "P-PRO", "pro");
    }

    private static Map<String, Object> leastCapabilities() {
        return new HashMap<>(Map.of(
                "jobTypes",
                List.of(TENANT, SUBSCRIPTION, CANCEL, USAGE),
                "tiers",
                List.of("free"),
                "requestsPerMinute",
                6_000));
    }

    @AfterAll
    static void removeRealms() {
        realm.close();
        other.close();
    }

    @AfterEach
    void noFallback() {
        realm.setting("fallbackTier", null);
    }

    static Stream<Arguments> whatIsNotCovered() {
        String farAway = "9999-12-31T23:59:59Z";
        String soon = Instant.now().plus(41, ChronoUnit.DAYS).toString();
        return Stream.of(
                Arguments.of("least", TENANT, Map.of("quotaLimit", 100_000)),
                Arguments.of("least", TENANT, Map.of("quotaLimit", 1)),
                Arguments.of("least", TENANT, Collections.singletonMap("quotaLimit", null)),
                Arguments.of("least", TENANT, Map.of("quotaLimit", Long.MAX_VALUE, "displayName", "Along with it")),
                Arguments.of("limited", TENANT, Map.of("quotaLimit", 1_001)),
                Arguments.of("limited", TENANT, Collections.singletonMap("quotaLimit", null)),
                Arguments.of("least", TENANT, Map.of("suspended", true)),
                Arguments.of("least", TENANT, Map.of("deleted", true)),
                Arguments.of("least", SUBSCRIPTION, Map.of("tier", "pro")),
                Arguments.of("least", SUBSCRIPTION, Map.of("tier", "enterprise")),
                Arguments.of("least", SUBSCRIPTION, Map.of("plan", "P-PRO")),
                Arguments.of("limited", SUBSCRIPTION, Map.of("tier", "enterprise")),
                Arguments.of("limited", SUBSCRIPTION, Map.of("plan", "P-ENT")),
                Arguments.of("limited", SUBSCRIPTION, Map.of("tier", "pro", "currentPeriodEnd", farAway)),
                Arguments.of("limited", SUBSCRIPTION, Map.of("tier", "pro", "currentPeriodEnd", soon)),
                Arguments.of(
                        "limited", SUBSCRIPTION, Map.of("tier", "pro", "status", "past_due", "graceUntil", farAway)),
                Arguments.of("all", SUBSCRIPTION, Map.of("tier", "pro", "currentPeriodEnd", farAway)),
                Arguments.of("limited", USAGE, use(51)));
    }

    @ParameterizedTest
    @MethodSource("whatIsNotCovered")
    void whatCapabilitiesDoNotCoverIsRefusedWithoutTrace(String who, String type, Map<String, ?> data) {
        Erp.Customer customer = customerWithLimit();
        List<?> before = trace(customer);

        String outcome = erp(who).say(type, customer.code(), 1, data);

        assertThat(outcome).isEqualTo(NOT_ALLOWED);
        assertThat(trace(customer)).isEqualTo(before);
    }

    static Stream<Arguments> whatIsMalformed() {
        return Stream.of(
                Arguments.of(TENANT, Map.of("quotaLimit", -1)),
                Arguments.of(TENANT, Map.of("organizationId", "x")),
                Arguments.of(TENANT, Map.of("id", "x")),
                Arguments.of(SUBSCRIPTION, Map.of("tier", "pro", "items", List.of())),
                Arguments.of(SUBSCRIPTION, Map.of("tier", "pro", "quotaLimit", 5)),
                Arguments.of(USAGE, use(-40)),
                Arguments.of(USAGE, use(0)),
                Arguments.of(
                        USAGE, Map.of("service", "documents", "quantity", 1, "idempotencyKey", "k", "tenantId", "x")));
    }

    @ParameterizedTest
    @MethodSource("whatIsMalformed")
    void whatIsOutOfRangeIsRefusedWithoutTraceWhoeverSendsIt(String type, Map<String, ?> data) {
        Erp.Customer customer = customerWithLimit();
        List<?> before = trace(customer);

        String outcome = all.say(type, customer.code(), 1, data);

        assertThat(outcome).isEqualTo("dead malformed");
        assertThat(trace(customer)).isEqualTo(before);
    }

    @Test
    void whatIsCoveredIsDone() {
        Erp.Customer customer = customerWithLimit();
        String inTime = Instant.now().plus(39, ChronoUnit.DAYS).toString();

        assertThat(limited.say(TENANT, customer.code(), 1, Map.of("quotaLimit", 1_000)))
                .isEqualTo("applied updated");
        assertThat(limited.say(SUBSCRIPTION, customer.code(), 1, Map.of("plan", "P-PRO", "currentPeriodEnd", inTime)))
                .isEqualTo("applied updated");
        assertThat(limited.say(USAGE, customer.code(), 1, use(50))).isEqualTo("applied recorded");
        assertThat(least.say(TENANT, customer.code(), 2, Map.of("displayName", "A name", "suspended", false)))
                .isEqualTo("applied updated");
    }

    @Test
    void suspensionEndsOnlyByWhoMaySuspend() {
        Erp.Customer customer = customerWithLimit();
        Tenants.suspend(realm, customer.tenant());
        List<?> before = trace(customer);

        assertThat(least.say(TENANT, customer.code(), 1, Map.of("suspended", false, "displayName", "Free")))
                .isEqualTo(NOT_ALLOWED);
        assertThat(trace(customer)).isEqualTo(before);
    }

    @Test
    void cancelledOrPastDueSubscriptionIsNotMadeActiveOnAPlanThatIsNotCovered() {
        Erp.Customer customer = customerWithLimit();
        all.subscribe(customer.tenant(), Map.of("tier", "enterprise", "status", "past_due"));
        List<?> pastDue = trace(customer);

        assertThat(limited.say(SUBSCRIPTION, customer.code(), 1, Map.of("tier", "enterprise", "status", "active")))
                .isEqualTo(NOT_ALLOWED);
        assertThat(trace(customer)).isEqualTo(pastDue);

        all.subscribe(customer.tenant(), Map.of("tier", "enterprise", "status", "cancelled"));
        List<?> cancelled = trace(customer);
        assertThat(limited.say(SUBSCRIPTION, customer.code(), 2, Map.of("plan", "P-ENT")))
                .isEqualTo(NOT_ALLOWED);
        assertThat(trace(customer)).isEqualTo(cancelled);
    }

    @Test
    void cancellationDoesNotLiftATenantOntoTheFallbackPlan() {
        realm.setting("fallbackTier", "pro");
        Erp.Customer customer = customerWithLimit();
        List<?> before = trace(customer);

        assertThat(least.say(CANCEL, customer.code(), 1, Map.of())).isEqualTo(NOT_ALLOWED);
        assertThat(least.say(SUBSCRIPTION, customer.code(), 1, Map.of("tier", "free", "status", "cancelled")))
                .isEqualTo(NOT_ALLOWED);
        assertThat(trace(customer)).isEqualTo(before);
    }

    @Test
    void tombstoneIsLiftedOnlyByWhoMayDelete() {
        Erp.Customer customer = customerWithLimit();
        all.say(TENANT, customer.code(), 1, Map.of("deleted", true));
        List<?> before = trace(customer);

        assertThat(least.say(TENANT, customer.code(), 2, Map.of("displayName", "Back")))
                .isEqualTo(NOT_ALLOWED);
        assertThat(least.say(TENANT, customer.code(), 3, Map.of("deleted", false)))
                .isEqualTo(NOT_ALLOWED);
        assertThat(trace(customer)).isEqualTo(before);
    }

    @Test
    void nobodysTenantIsMadeWithoutLeave() {
        String code = Erp.freshCode();
        String name = Tenants.freshName();

        assertThat(least.say(TENANT, code, 1, Map.of("name", name))).startsWith("parked");
        assertThat(oka.rows("SELECT 1 FROM oka_tenant WHERE name = ?", name)).isEmpty();
    }

    @Test
    void jobOfATypeThatIsNotAllowedIsRefusedWhole() {
        Erp none = all.with(Map.of("jobTypes", List.of(USAGE)));

        assertProblem(none.agent().post("/jobs", Erp.job(TENANT, "C", 1, Map.of())), 403, "not_allowed");
    }

    @Test
    void capabilitiesCountAsTheyAreWhenAnItemIsApplied() {
        Map<String, Object> capabilities = SyncAgents.everythingBut("createTenants", false);
        Erp once = all.with(capabilities);
        String code = Erp.freshCode();
        String job = once.send(SUBSCRIPTION, code, 1, Map.of("tier", "enterprise"));
        assertThat(once.ended(job).path("state").asText()).isEqualTo("parked");
        capabilities.put("tiers", List.of("free"));
        once.agent().setCapabilities(capabilities).expect(200);
        String tenant = Tenants.create(realm, "alice");

        once.map("tenant", code, tenant);

        await().untilAsserted(() -> assertThat(Erp.outcome(once.ended(job))).isEqualTo(NOT_ALLOWED));
        assertThat(all.subscription(tenant).path("tier").asText()).isEqualTo("free");
    }

    @Test
    void itemsOfARevokedAgentAreRefused() {
        Erp once = all.with(SyncAgents.everythingBut("createTenants", false));
        String code = Erp.freshCode();
        String job = once.send(TENANT, code, 1, Map.of("displayName", "Too late"));
        assertThat(once.ended(job).path("state").asText()).isEqualTo("parked");
        once.agent().revoke().expect(200);
        String tenant = Tenants.create(realm, "alice");
        List<?> before = trace(new Erp.Customer(code, tenant));

        all.map("tenant", code, tenant);

        await().untilAsserted(() -> assertThat(Erp.outcome(all.ended(job))).isEqualTo("dead agent_revoked"));
        assertThat(trace(new Erp.Customer(code, tenant))).isEqualTo(before);
    }

    @Test
    void idOfATenantIsNoCode() {
        String ours = Tenants.create(realm, "alice");
        String theirs = Tenants.create(other, "alice");
        Erp careful = all.with(SyncAgents.everythingBut("createTenants", false));

        assertThat(careful.say(TENANT, ours, 1, Map.of("suspended", true))).startsWith("parked");
        assertThat(careful.say(TENANT, theirs, 1, Map.of("suspended", true))).startsWith("parked");
        assertThat(all.tenant(ours).path("suspended").asBoolean()).isFalse();
    }

    @Test
    void codeOfAnotherRealmsTenantMeansNothingHere() {
        Erp theirs = new Erp(other, SyncAgents.enrol(other, all.agent().system()));
        Erp.Customer their = theirs.customer();
        theirs.subscribe(their.tenant(), Map.of("tier", "free"));
        List<?> before = trace(their);
        Erp careful = all.with(SyncAgents.everythingBut("createTenants", false));

        assertThat(careful.say(TENANT, their.code(), 1, Map.of("deleted", false)))
                .startsWith("parked");
        assertThat(careful.say(SUBSCRIPTION, their.code(), 1, Map.of("tier", "enterprise")))
                .startsWith("parked");
        assertThat(careful.say(CANCEL, their.code(), 1, Map.of())).startsWith("parked");
        assertThat(careful.say(USAGE, their.code(), 1, use(5))).startsWith("parked");
        assertThat(trace(their)).isEqualTo(before);
    }

    @Test
    void evenAMappingThatPointsIntoAnotherRealmReachesNobody() {
        Erp.Customer customer = customerWithLimit();
        String theirs = Tenants.create(other, "alice");
        List<?> before = trace(new Erp.Customer(customer.code(), theirs));
        update("UPDATE oka_sync_mapping SET internal_code = ? WHERE external_code = ?", theirs, customer.code());

        assertThat(all.say(TENANT, customer.code(), 1, Map.of("suspended", true)))
                .isEqualTo("dead tenant_gone");
        assertThat(all.say(TENANT, customer.code(), 2, Map.of("deleted", true))).isEqualTo("dead tenant_gone");
        assertThat(all.say(SUBSCRIPTION, customer.code(), 1, Map.of("tier", "enterprise")))
                .isEqualTo("dead tenant_gone");
        assertThat(all.say(CANCEL, customer.code(), 1, Map.of())).isEqualTo("dead tenant_gone");
        assertThat(all.say(USAGE, customer.code(), 1, use(5))).isEqualTo("dead tenant_deleted");
        assertThat(trace(new Erp.Customer(customer.code(), theirs))).isEqualTo(before);
    }

    @Test
    void agentDoesNotSpeakInAnotherRealm() {
        SyncAgents astray = new SyncAgents(
                other,
                all.agent().system(),
                all.agent().enrolmentTokenId(),
                all.agent().agentId(),
                all.agent().secret(),
                all.agent().clock());

        assertProblem(astray.post("/jobs", Erp.job(TENANT, "C", 1, Map.of())), 401, "invalid_signature");
    }

    private static Erp.Customer customerWithLimit() {
        Erp.Customer customer = all.customer();
        realm.operator()
                .patch("/tenants/" + customer.tenant())
                .json(Map.of("quotaLimit", 100))
                .send()
                .expect(200);
        return customer;
    }

    private static Erp erp(String who) {
        return switch (who) {
            case "least" -> least;
            case "limited" -> limited;
            default -> all;
        };
    }

    private static Map<String, Object> use(long quantity) {
        return Map.of("service", "documents", "quantity", quantity, "idempotencyKey", Erp.freshCode());
    }

    /** All that the database holds of a customer. */
    private static List<List<Map<String, @Nullable Object>>> trace(Erp.Customer customer) {
        return List.of(
                oka.rows("SELECT * FROM oka_tenant WHERE id = ?", customer.tenant()),
                oka.rows("SELECT * FROM oka_subscription WHERE tenant_id = ?", customer.tenant()),
                oka.rows("SELECT * FROM oka_usage_event WHERE tenant_id = ?", customer.tenant()),
                oka.rows("SELECT * FROM oka_quota_counter WHERE tenant_id = ?", customer.tenant()),
                oka.rows("SELECT id FROM oka_change WHERE tenant_id = ? ORDER BY id", customer.tenant()),
                oka.rows("SELECT * FROM oka_sync_entity WHERE external_code = ? ORDER BY entity", customer.code()));
    }

    private static void update(String sql, Object... parameters) {
        oka.rows("WITH done AS (" + sql + " RETURNING 1) SELECT * FROM done", parameters);
    }
}
