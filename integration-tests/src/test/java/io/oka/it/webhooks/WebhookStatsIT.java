package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.DeliveryRows;
import io.oka.it.support.Tenants;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How deliveries to an endpoint go, in numbers. */
@OkaServer
final class WebhookStatsIT {

    private static TestRealm realm;
    private static String tenant = "";

    private final Oka oka;
    private final Webhooks webhooks;

    WebhookStatsIT(Oka oka) {
        this.oka = oka;
        this.webhooks = Webhooks.of(realm, "bob", tenant);
    }

    @BeforeAll
    static void people(Oka oka) {
        realm = oka.realm().users("alice", "bob", "carol").create();
        tenant = Tenants.createWithTeam(realm);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void endpointThatWasToldNothingHasNoNumbers() {
        JsonNode stats = webhooks.stats(idle()).expect(200).json();

        assertThat(stats.path("deliveries")).hasSize(7).allSatisfy(count -> assertThat(count.asInt())
                .isZero());
        assertThat(stats.path("deadLetters").asInt()).isZero();
        assertThat(stats.path("oldestWaitingAt").isNull()).isTrue();
        assertThat(stats.at("/last24Hours/attempts").asInt()).isZero();
        assertThat(stats.at("/last24Hours/latencyP50").isNull()).isTrue();
    }

    @Test
    void numbersAreOfThisEndpointAndOfTheLastDay() {
        String id = idle();
        String other = idle();
        deliveries(id, "held", 3);
        deliveries(id, "delivered", 5);
        deliveries(id, "dead", 2);
        deliveries(other, "held", 7);
        DeliveryRows.update(
                oka,
                "UPDATE oka_webhook_delivery SET successor_id = 'x' WHERE id = (SELECT max(id) FROM"
                        + " oka_webhook_delivery WHERE endpoint_id = ? AND state = 'dead')",
                id);
        // 1 to 100 ms within the day, the slowest ten without success; one that is older.
        attempts(id, 100, "now() - interval '1 hour'");
        attempts(id, 1, "now() - interval '25 hours'");
        attempts(other, 50, "now()");

        JsonNode stats = webhooks.stats(id).expect(200).json();

        assertThat(stats.at("/deliveries/held").asInt()).isEqualTo(3);
        assertThat(stats.at("/deliveries/delivered").asInt()).isEqualTo(5);
        assertThat(stats.at("/deliveries/dead").asInt()).isEqualTo(2);
        assertThat(stats.at("/deliveries/pending").asInt()).isZero();
        assertThat(stats.path("deadLetters").asInt()).isEqualTo(1);
        assertThat(stats.at("/last24Hours/attempts").asInt()).isEqualTo(100);
        assertThat(stats.at("/last24Hours/successes").asInt()).isEqualTo(90);
        assertThat(stats.at("/last24Hours/failures").asInt()).isEqualTo(10);
        assertThat(stats.at("/last24Hours/latencyP50").asInt()).isEqualTo(50);
        assertThat(stats.at("/last24Hours/latencyP95").asInt()).isEqualTo(95);
        assertThat(Duration.between(Instant.parse(stats.path("oldestWaitingAt").asText()), Instant.now()))
                .isBetween(Duration.ofMinutes(89), Duration.ofMinutes(100));
    }

    /** One that is told nothing by itself. */
    private String idle() {
        return webhooks.create(Webhooks.body("active", false)).expect(201).id();
    }

    /** Each a minute younger than the one before. */
    private void deliveries(String endpointId, String state, int count) {
        DeliveryRows.update(
                oka,
                "INSERT INTO oka_webhook_delivery (id, endpoint_id, event_id, realm_id, tenant_id, cause, format, state,"
                        + " attempts, created_at, finished_at) SELECT ?::text || lpad(n::text, 3, '0'), ?, 'none', realm_id,"
                        + " tenant_id, 'event', 'standard', ?, 1, now() - interval '91 minutes' + n * interval '1 minute',"
                        + " CASE WHEN ? = 'held' THEN NULL ELSE now() END"
                        + " FROM oka_webhook_endpoint, generate_series(1, ?) n WHERE id = ?",
                endpointId.substring(20) + state.substring(0, 4),
                endpointId,
                state,
                state,
                count,
                endpointId);
    }

    private void attempts(String endpointId, int count, String at) {
        DeliveryRows.update(
                oka,
                "INSERT INTO oka_webhook_attempt (realm_id, delivery_id, endpoint_id, number, started_at, status,"
                        + " latency_ms) SELECT d.realm_id, d.id, d.endpoint_id,"
                        + " n + (SELECT count(*) FROM oka_webhook_attempt WHERE endpoint_id = ?), " + at
                        + ", CASE WHEN n > 90 THEN 500 ELSE 204 END, n FROM generate_series(1, ?) n,"
                        + " (SELECT * FROM oka_webhook_delivery WHERE endpoint_id = ? ORDER BY id LIMIT 1) d",
                endpointId,
                count,
                endpointId);
    }
}
