package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a billing system says that its customers have bought. */
@OkaServer
final class SubscriptionSyncIT {

    private static final String UPSERT = "subscription.upsert";
    private static final String CANCEL = "subscription.cancel";

    private static Oka oka;
    private static TestRealm realm;
    private static Erp erp;
    private Erp.Customer customer = new Erp.Customer("", "");

    @BeforeAll
    static void realm(Oka server) {
        oka = server;
        realm = server.realm().demoPeople().create();
        erp = Erp.in(realm);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newCustomer() {
        realm.setting("fallbackTier", null);
        customer = erp.customer();
    }

    @Test
    void customerIsPutOnThePlanThatTheCodeMeans() {
        erp.map("plan", "P-100", "pro");
        String end = Instant.now()
                .plus(30, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();

        String job =
                erp.send("request-2", UPSERT, customer.code(), 1, Map.of("plan", "P-100", "currentPeriodEnd", end));

        assertThat(Erp.outcome(erp.ended(job))).isEqualTo("applied updated");
        JsonNode subscription = erp.subscription(customer.tenant());
        assertThat(subscription.path("tier").asText()).isEqualTo("pro");
        assertThat(subscription.path("status").asText()).isEqualTo("active");
        assertThat(Instant.parse(subscription.path("currentPeriodEnd").asText()))
                .isEqualTo(Instant.parse(end));
        ChangeRow change = ChangeRow.last(oka, customer.tenant());
        assertThat(change.type()).isEqualTo("subscription.upgraded");
        assertThat(change.actorType()).isEqualTo("agent");
        assertThat(change.actorId()).isEqualTo(erp.agent().agentId());
        assertThat(change.correlationId()).isEqualTo("request-2");
    }

    @Test
    void unmappedPlanWaitsForItsMapping() {
        String job = erp.send(UPSERT, customer.code(), 1, Map.of("plan", "P-1"));
        assertThat(erp.ended(job).path("state").asText()).isEqualTo("parked");

        erp.map("plan", "P-1", "enterprise");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Erp.outcome(erp.ended(job))).isEqualTo("applied updated"));
        assertThat(erp.subscription(customer.tenant()).path("tier").asText()).isEqualTo("enterprise");
    }

    @Test
    void unmappedCustomerWaitsForItsMapping() {
        String code = Erp.freshCode();
        String job = erp.send(UPSERT, code, 1, Map.of("tier", "pro"));
        assertThat(erp.ended(job).path("state").asText()).isEqualTo("parked");
        String tenant = Tenants.create(realm, "bob");

        erp.map("tenant", code, tenant);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Erp.outcome(erp.ended(job))).isEqualTo("applied updated"));
        assertThat(erp.subscription(tenant).path("tier").asText()).isEqualTo("pro");
    }

    @Test
    void unheardOfPlanIsADeadLetter() {
        assertThat(erp.say(UPSERT, customer.code(), 1, Map.of("tier", "platinum")))
                .isEqualTo("dead plan_not_found");
        assertThat(erp.say(
                        UPSERT,
                        customer.code(),
                        2,
                        Map.of("tier", "free", "currentPeriodEnd", Instant.now().toString())))
                .isEqualTo("dead no_period");
    }

    @Test
    void statusFollowsTheBillingSystem() {
        erp.say(UPSERT, customer.code(), 1, Map.of("tier", "pro"));

        String pastDue = erp.say(UPSERT, customer.code(), 2, Map.of("tier", "pro", "status", "past_due"));
        String during = erp.subscription(customer.tenant()).path("status").asText();
        String paid = erp.say(UPSERT, customer.code(), 3, Map.of("tier", "pro", "status", "active"));

        assertThat(pastDue).isEqualTo("applied updated");
        assertThat(during).isEqualTo("past_due");
        assertThat(paid).isEqualTo("applied updated");
        assertThat(erp.subscription(customer.tenant()).path("status").asText()).isEqualTo("active");
        assertThat(subscriptionChanges())
                .containsExactly(
                        "subscription.created",
                        "subscription.upgraded",
                        "subscription.past_due",
                        "subscription.renewed");
    }

    @Test
    void theSameInANewVersionChangesNothing() {
        erp.say(UPSERT, customer.code(), 1, Map.of("tier", "pro"));
        List<String> before = subscriptionChanges();

        assertThat(erp.say(UPSERT, customer.code(), 2, Map.of("tier", "pro"))).isEqualTo("applied unchanged");
        assertThat(subscriptionChanges()).isEqualTo(before);
    }

    @Test
    void cancellationHoldsAgainstOlderMessages() {
        erp.say(UPSERT, customer.code(), 1, Map.of("tier", "pro"));

        assertThat(erp.say(CANCEL, customer.code(), 3, Map.of())).isEqualTo("applied cancelled");
        assertThat(erp.say(UPSERT, customer.code(), 2, Map.of("tier", "pro"))).isEqualTo("skipped older_version");
        assertThat(erp.say(CANCEL, customer.code(), 4, Map.of())).isEqualTo("applied unchanged");
        assertThat(erp.subscription(customer.tenant()).path("status").asText()).isEqualTo("cancelled");
        assertThat(erp.say(UPSERT, customer.code(), 5, Map.of("tier", "pro"))).isEqualTo("applied updated");
        assertThat(erp.subscription(customer.tenant()).path("status").asText()).isEqualTo("active");
    }

    @Test
    void cancellationMayWaitForThePeriodsEnd() {
        erp.say(UPSERT, customer.code(), 1, Map.of("tier", "pro"));

        assertThat(erp.say(CANCEL, customer.code(), 2, Map.of("atPeriodEnd", true)))
                .isEqualTo("applied cancelled");
        assertThat(erp.subscription(customer.tenant()).path("status").asText()).isEqualTo("active");
        assertThat(erp.subscription(customer.tenant()).path("cancelAtPeriodEnd").asBoolean())
                .isTrue();
        assertThat(erp.say(CANCEL, customer.code(), 3, Map.of("atPeriodEnd", true)))
                .isEqualTo("applied unchanged");
    }

    @Test
    void planWithoutPeriodCannotBeCancelledAtItsEnd() {
        assertThat(erp.say(CANCEL, customer.code(), 1, Map.of("atPeriodEnd", true)))
                .isEqualTo("dead no_period");
    }

    @Test
    void cancelledCustomerGoesOnWithTheFallbackPlanOnce() {
        realm.setting("fallbackTier", "free");
        erp.say(UPSERT, customer.code(), 1, Map.of("tier", "pro"));

        assertThat(erp.say(CANCEL, customer.code(), 2, Map.of())).isEqualTo("applied cancelled");
        assertThat(erp.subscription(customer.tenant()).path("tier").asText()).isEqualTo("free");
        assertThat(erp.say(CANCEL, customer.code(), 3, Map.of())).isEqualTo("applied unchanged");
        assertThat(subscriptionChanges())
                .filteredOn("subscription.cancelled"::equals)
                .hasSize(1);
    }

    @Test
    void deletedCustomerHasNothingToBuyWith() {
        erp.say("tenant.upsert", customer.code(), 5, Map.of("deleted", true));

        assertThat(erp.say(UPSERT, customer.code(), 4, Map.of("tier", "pro"))).isEqualTo("skipped older_version");
        assertThat(erp.say(UPSERT, customer.code(), 6, Map.of("tier", "pro"))).isEqualTo("dead tenant_deleted");
        assertThat(erp.say(CANCEL, customer.code(), 7, Map.of())).isEqualTo("dead tenant_deleted");
    }

    private List<String> subscriptionChanges() {
        return ChangeRow.types(oka, customer.tenant()).stream()
                .filter(type -> type.startsWith("subscription."))
                .toList();
    }
}
