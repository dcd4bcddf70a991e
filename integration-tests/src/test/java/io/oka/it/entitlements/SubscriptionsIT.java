package io.oka.it.entitlements;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions, from their beginning to their end. */
@OkaServer
final class SubscriptionsIT {

    private static final String TASK = "oka-move-subscriptions";

    private static Oka oka;
    private static TestRealm realm;
    private static Entitlements entitlements;
    private String tenant = "";

    @BeforeAll
    static void realmWithBilling(Oka server) {
        oka = server;
        realm = server.realm()
                .demoPeople()
                .service("billing", "manage-subscriptions")
                .service("other", "authorize")
                .create();
        entitlements = new Entitlements(realm);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newTenant() {
        realm.setting("fallbackTier", null);
        tenant = Tenants.createWithTeam(realm);
    }

    @Test
    void newTenantStandsOnTheLowestPlan() {
        JsonNode subscription = get("carol").expect(200).json();

        assertThat(subscription.path("tier").asText()).isEqualTo("free");
        assertThat(subscription.path("effectiveTier").asText()).isEqualTo("free");
        assertThat(subscription.path("status").asText()).isEqualTo("active");
        assertThat(subscription.path("currentPeriodEnd").isNull()).isTrue();
        assertThat(subscription.path("cancelAtPeriodEnd").asBoolean(true)).isFalse();
        assertThat(subscription.path("items")).hasSize(1);
        assertThat(subscription.at("/items/0/service").asText()).isEqualTo("documents");
        assertThat(subscription.at("/items/0/enabled").asBoolean()).isTrue();
        assertThat(entitlements.subscriptionChanges(tenant)).containsExactly("subscription.created");
    }

    @Test
    void adminMovesUpAndDownAmongSelfServicePlans() {
        JsonNode up = post("bob", "upgrade", Map.of("tier", "pro")).expect(200).json();

        assertThat(up.path("effectiveTier").asText()).isEqualTo("pro");
        assertThat(end(up)).isBetween(inAMonth().minusSeconds(60), inAMonth().plusSeconds(60));
        assertProblem(post("bob", "upgrade", Map.of("tier", "pro")), 409, "not_an_upgrade");
        assertProblem(post("bob", "upgrade", Map.of("tier", "free")), 409, "not_an_upgrade");
        assertProblem(post("bob", "downgrade", Map.of("tier", "pro")), 409, "not_a_downgrade");
        JsonNode down =
                post("bob", "downgrade", Map.of("tier", "free")).expect(200).json();
        assertThat(down.path("tier").asText()).isEqualTo("free");
        assertThat(down.path("currentPeriodEnd").isNull()).isTrue();
        assertThat(entitlements.subscriptionChanges(tenant))
                .containsExactly("subscription.created", "subscription.upgraded", "subscription.downgraded");
        ChangeRow last = ChangeRow.last(oka, tenant);
        assertThat(last.actorId()).isEqualTo(realm.userId("bob"));
        assertThat(last.datum("previousTier")).isEqualTo("pro");
        assertThat(last.datum("tier")).isEqualTo("free");
    }

    @Test
    void otherPlansAreNotForSelfService() {
        assertProblem(post("alice", "upgrade", Map.of("tier", "enterprise")), 403, "not_self_service");
        assertInvalid(post("alice", "upgrade", Map.of("tier", "unheard-of")), "tier");
        assertInvalid(post("alice", "upgrade", Map.of()), "tier");
        assertProblem(post("carol", "upgrade", Map.of("tier", "pro")), 403, "insufficient_role");

        JsonNode moved = realm.asService("billing")
                .post(path("/upgrade"))
                .json(Map.of("tier", "enterprise"))
                .send()
                .expect(200)
                .json();

        assertThat(moved.path("tier").asText()).isEqualTo("enterprise");
        assertThat(ChangeRow.last(oka, tenant).actorType()).isEqualTo("service");
    }

    @Test
    void suspendedTenantChangesNothingByItself() {
        Tenants.suspend(realm, tenant);

        assertProblem(post("alice", "upgrade", Map.of("tier", "pro")), 403, "tenant_suspended");
        get("carol").expect(200);
    }

    @Test
    void renewalIsForOperatorsAndBillingServices() {
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);
        Instant before = end(entitlements.subscription(tenant));

        assertProblem(realm.as("alice").post(path("/renew")).send(), 403, "service_required");
        assertProblem(realm.asService("other").post(path("/renew")).send(), 404, "not_found");
        assertProblem(realm.as("dave").post(path("/renew")).send(), 404, "not_found");
        JsonNode renewed = realm.asService("billing")
                .post(path("/renew"))
                .send()
                .expect(200)
                .json();
        assertThat(end(renewed))
                .isEqualTo(before.atZone(ZoneOffset.UTC).plusMonths(1).toInstant());
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            realm.operator()
                    .post("/entitlements/subscriptions/" + tenant + "/renew")
                    .header("Idempotency-Key", key)
                    .send()
                    .expect(200);
        }

        assertThat(entitlements.subscriptionChanges(tenant).stream().filter("subscription.renewed"::equals))
                .hasSize(2);
        assertProblem(
                realm.asService("billing")
                        .post("/tenants/" + Tenants.create(realm, "alice") + "/subscription/renew")
                        .send(),
                409,
                "no_period");
    }

    @Test
    void periodThatEndsIsPastDueThenOver() {
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);
        Instant end = end(entitlements.subscription(tenant));

        oka.moveClock(until(end).plusMinutes(1));

        JsonNode due = get("carol").expect(200).json();
        assertThat(due.path("status").asText()).isEqualTo("past_due");
        assertThat(due.path("effectiveTier").asText()).isEqualTo("pro");
        assertThat(due.path("graceUntil").asText())
                .isEqualTo(end.plus(Duration.ofDays(7)).toString());
        assertThat(listed("?status=past_due")).contains(tenant);
        assertThat(listed("?status=active")).doesNotContain(tenant);
        oka.runTask(TASK);
        oka.runTask(TASK);
        assertThat(entitlements.subscriptionChanges(tenant))
                .endsWith("subscription.past_due")
                .hasSize(3);
        assertThat(entitlements.subscription(tenant)).isEqualTo(due);

        oka.moveClock(until(end.plus(Duration.ofDays(7))).plusMinutes(1));

        JsonNode over = entitlements.subscription(tenant);
        assertThat(over.path("status").asText()).isEqualTo("past_due");
        assertThat(over.path("effectiveTier").isNull()).isTrue();
        oka.runTask(TASK);
        assertThat(entitlements.subscriptionChanges(tenant)).hasSize(3);

        JsonNode renewed = realm.operator()
                .post("/entitlements/subscriptions/" + tenant + "/renew")
                .send()
                .expect(200)
                .json();
        assertThat(renewed.path("status").asText()).isEqualTo("active");
        assertThat(end(renewed))
                .isEqualTo(end.atZone(ZoneOffset.UTC).plusMonths(1).toInstant());
    }

    @Test
    void cancellationAtPeriodEndTakesEffectThen() {
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);
        Instant end = end(entitlements.subscription(tenant));

        JsonNode leaving =
                post("bob", "cancel", Map.of("atPeriodEnd", true)).expect(200).json();
        post("bob", "cancel", Map.of("atPeriodEnd", true)).expect(200);

        assertThat(leaving.path("status").asText()).isEqualTo("active");
        assertThat(leaving.path("cancelAtPeriodEnd").asBoolean()).isTrue();
        oka.moveClock(until(end).plusMinutes(1));
        JsonNode gone = entitlements.subscription(tenant);
        assertThat(gone.path("status").asText()).isEqualTo("cancelled");
        assertThat(gone.path("effectiveTier").isNull()).isTrue();
        assertThat(listed("?status=cancelled&tier=pro")).contains(tenant);
        oka.runTask(TASK);
        oka.runTask(TASK);
        assertThat(entitlements.subscriptionChanges(tenant))
                .containsExactly(
                        "subscription.created",
                        "subscription.upgraded",
                        "subscription.cancelled",
                        "subscription.cancelled");
        assertThat(ChangeRow.last(oka, tenant).datum("status")).isEqualTo("cancelled");
        assertThat(entitlements.subscription(tenant).path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void renewalTakesACancellationBack() {
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);
        post("bob", "cancel", Map.of()).expect(200);

        JsonNode renewed = realm.asService("billing")
                .post(path("/renew"))
                .send()
                .expect(200)
                .json();

        assertThat(renewed.path("cancelAtPeriodEnd").asBoolean(true)).isFalse();
    }

    @Test
    void cancelledTenantHasNothingUntilItBuysAgain() {
        post("bob", "upgrade", Map.of("tier", "pro")).expect(200);

        JsonNode gone =
                post("bob", "cancel", Map.of("atPeriodEnd", false)).expect(200).json();

        assertThat(gone.path("status").asText()).isEqualTo("cancelled");
        assertProblem(post("bob", "cancel", Map.of("atPeriodEnd", false)), 409, "subscription_cancelled");
        assertProblem(realm.asService("billing").post(path("/renew")).send(), 409, "subscription_cancelled");
        JsonNode again =
                post("bob", "upgrade", Map.of("tier", "pro")).expect(200).json();
        assertThat(again.path("status").asText()).isEqualTo("active");
    }

    @Test
    void fallbackPlanGoesOnAfterACancellation() {
        realm.setting("fallbackTier", "free");
        post("bob", "upgrade", Map.of("tier", "pro")).expect(200);

        JsonNode on =
                post("bob", "cancel", Map.of("atPeriodEnd", false)).expect(200).json();

        assertThat(on.path("status").asText()).isEqualTo("active");
        assertThat(on.path("effectiveTier").asText()).isEqualTo("free");
        assertThat(entitlements.subscriptionChanges(tenant)).endsWith("subscription.cancelled");
        realm.setting("fallbackTier", null);
        assertThat(entitlements.subscription(tenant).path("effectiveTier").asText())
                .isEqualTo("free");
    }

    @Test
    void planWithoutPeriodIsCancelledAtOnceOnly() {
        assertProblem(post("bob", "cancel", Map.of("atPeriodEnd", true)), 409, "no_period");
        post("bob", "cancel", Map.of("atPeriodEnd", false)).expect(200);
    }

    @Test
    void itemsAreSwitchedWithinThePlan() {
        JsonNode off = item("bob", "documents", false).expect(200).json();

        assertThat(off.at("/items/0/enabled").asBoolean(true)).isFalse();
        item("bob", "documents", false).expect(200);
        assertProblem(item("bob", "search", true), 409, "not_in_plan");
        assertProblem(item("carol", "documents", true), 403, "insufficient_role");
        assertThat(item("bob", "documents", true).json().at("/items/0/enabled").asBoolean())
                .isTrue();
        assertThat(entitlements.subscriptionChanges(tenant))
                .containsExactly("subscription.created", "subscription.updated", "subscription.updated");
    }

    @Test
    void operatorsSetWhatABillingSystemSays() {
        Instant end = Instant.parse("2031-01-31T00:00:00Z");
        Instant grace = Instant.parse("2031-02-03T00:00:00Z");

        JsonNode set = entitlements
                .set(
                        tenant,
                        Map.of(
                                "tier",
                                "enterprise",
                                "status",
                                "past_due",
                                "currentPeriodEnd",
                                end.toString(),
                                "graceUntil",
                                grace.toString()))
                .expect(200)
                .json();

        assertThat(set.path("status").asText()).isEqualTo("past_due");
        assertThat(end(set)).isEqualTo(end);
        assertThat(set.path("graceUntil").asText()).isEqualTo(grace.toString());
        assertThat(entitlements.subscriptionChanges(tenant))
                .containsExactly("subscription.created", "subscription.upgraded", "subscription.past_due");
        assertThat(entitlements
                        .set(tenant, Map.of("tier", "enterprise", "status", "cancelled"))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("cancelled");
        assertInvalid(entitlements.set(tenant, Map.of("tier", "unheard-of")), "tier");
        assertInvalid(entitlements.set(tenant, Map.of("tier", "pro", "status", "paused")), "status");
        assertInvalid(
                entitlements.set(tenant, Map.of("tier", "free", "currentPeriodEnd", end.toString())),
                "currentPeriodEnd");
        assertProblem(entitlements.set(UUID.randomUUID().toString(), Map.of("tier", "pro")), 404, "not_found");
    }

    @Test
    void listIsNarrowedByStatusAndTier() {
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);

        assertThat(listed("?tier=pro")).contains(tenant);
        assertThat(listed("?tier=free")).doesNotContain(tenant);
        assertThat(listed("?status=active&tier=pro")).contains(tenant);
        assertThat(listed("?status=cancelled")).doesNotContain(tenant);
        assertInvalid(
                realm.operator().get("/entitlements/subscriptions?status=odd").send(), "status");
    }

    @Test
    void strangersFindNothing() {
        assertProblem(get("dave"), 404, "not_found");
        assertProblem(realm.asService("other").get(path("")).send(), 404, "not_found");
        assertProblem(realm.asService("billing").get("/tenants/" + tenant).send(), 404, "not_found");
        assertProblem(
                realm.asService("billing")
                        .get("/tenants/" + tenant + "/members")
                        .send(),
                404,
                "not_found");
        realm.asService("billing").get(path("")).send().expect(200);
    }

    private Response get(String username) {
        return realm.as(username).get(path("")).send();
    }

    private Response post(String username, String what, Map<String, ?> body) {
        return realm.as(username).post(path("/" + what)).json(body).send();
    }

    private Response item(String username, String service, boolean enabled) {
        Caller caller = realm.as(username);
        return caller.put(path("/items/" + service))
                .json(Map.of("enabled", enabled))
                .send();
    }

    private List<String> listed(String query) {
        return realm.operator()
                .get("/entitlements/subscriptions" + query + "&max=100")
                .send()
                .expect(200)
                .json()
                .findValuesAsText("tenantId");
    }

    private String path(String rest) {
        return "/tenants/" + tenant + "/subscription" + rest;
    }

    private static Instant end(JsonNode subscription) {
        return Instant.parse(subscription.path("currentPeriodEnd").asText());
    }

    private static Instant inAMonth() {
        return Instant.now().atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
    }

    private static Duration until(Instant time) {
        return Duration.between(Instant.now(), time);
    }
}
