package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.ChangeRow;
import io.oka.it.support.DeliveryRow;
import io.oka.it.support.ReceivedWebhook;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.WebhookReceiver.Reply;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message that a receiver does not take, by a clock that is moved. */
@OkaServer
final class WebhookRetryIT {

    private static final String TYPE = "tenant.updated";

    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private final Oka oka;
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private TestRealm realm;
    private Webhooks webhooks;
    private String tenant = "";
    private String endpoint = "";
    private Duration ahead = Duration.ZERO;

    WebhookRetryIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().create();
        this.webhooks = Webhooks.ofRealm(realm);
    }

    @BeforeEach
    void anEndpoint() {
        realm.setting("tenantTargets", List.of("127.0.0.1"));
        tenant = Tenants.create(realm, null);
        webhooks = Webhooks.ofOperator(realm, tenant);
        Map<String, Object> body = Webhooks.body("url", receiver.url());
        body.put("events", List.of(TYPE));
        endpoint = webhooks.create(body).expect(201).id();
    }

    @AfterEach
    void removeAll() {
        receiver.close();
        realm.close();
    }

    @Test
    void failedMessageIsTriedTenTimesAtItsTimesAndIsDeadThen() {
        receiver.answering(Reply.status(500));

        rename("One");

        for (int attempt = 1; attempt <= DELAYS.size(); attempt++) {
            DeliveryRow row = awaitAttempts(attempt);
            assertThat(row.state()).isEqualTo("retrying");
            assertThat(row.lastStatus()).isEqualTo(500);
            Duration delay = DELAYS.get(attempt - 1);
            assertThat(waits(row))
                    .isBetween(times(delay, 0.8), times(delay, 1.2).plusSeconds(3));
            moveTo(row);
        }
        DeliveryRow dead = awaitAttempts(10);
        assertThat(dead.state()).isEqualTo("dead");
        assertThat(dead.nextAttemptAt()).isNull();
        assertThat(dead.attemptRows(oka))
                .hasSize(10)
                .extracting("number")
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(receiver.received())
                .hasSize(10)
                .extracting(ReceivedWebhook::id)
                .containsOnly(dead.eventId());
        assertThat(receiver.received())
                .extracting(ReceivedWebhook::body)
                .containsOnly(receiver.received().get(0).body());
        // Fresh each time: receivers refuse what is old.
        assertThat(receiver.received())
                .extracting(one -> one.header("webhook-timestamp"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 404, 408, 409, 413, 429, 500, 502, 503, 504})
    void onlyTwoHundredsAreSuccessAndNothingIsFollowed(int status) {
        receiver.answering(Reply.status(status, "Location", receiver.url() + "/elsewhere"));

        rename("One");

        DeliveryRow row = awaitAttempts(1);
        assertThat(row.state()).isEqualTo("retrying");
        assertThat(row.lastStatus()).isEqualTo(status);
        assertThat(row.lastError()).isEqualTo(status < 400 ? "redirect" : null);
        assertThat(receiver.received()).hasSize(1);
        assertThat(webhooks.json(endpoint).path("consecutiveFailures").asInt()).isEqualTo(1);
    }

    @Test
    void receiverThatTakesItMeanwhileHasItAndTheEndpointIsWell() {
        receiver.answering(Reply.status(503));
        rename("One");
        DeliveryRow row = awaitAttempts(1);
        receiver.answering(Reply.status(202));

        moveTo(row);

        assertThat(awaitAttempts(2).state()).isEqualTo("delivered");
        assertThat(webhooks.json(endpoint).path("consecutiveFailures").asInt()).isZero();
        assertThat(webhooks.json(endpoint).hasNonNull("failingSince")).isFalse();
    }

    @Test
    void secondsAreWaitedAsTheReceiverAsks() {
        receiver.answering(Reply.status(503, "Retry-After", "600"));

        rename("One");

        assertThat(waits(awaitAttempts(1))).isBetween(Duration.ofSeconds(595), Duration.ofSeconds(605));
    }

    @Test
    void dateIsWaitedForAsTheReceiverAsks() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(7200).atOffset(ZoneOffset.UTC));
        receiver.answering(Reply.status(429, "Retry-After", date));

        rename("One");

        assertThat(waits(awaitAttempts(1))).isBetween(Duration.ofSeconds(7185), Duration.ofSeconds(7205));
    }

    @Test
    void nobodyIsWaitedForLongerThanADay() {
        receiver.answering(Reply.status(503, "Retry-After", "999999"));

        rename("One");

        assertThat(waits(awaitAttempts(1)))
                .isBetween(
                        Duration.ofHours(24).minusSeconds(5),
                        Duration.ofHours(24).plusSeconds(5));
    }

    @Test
    void receiverThatIsGoneEndsItsEndpointAndWhatWaitsIsHeldUntilSomebodyActivatesIt() {
        receiver.answering(Reply.status(410));

        rename("One");

        await().untilAsserted(() -> assertThat(
                        webhooks.json(endpoint).path("disabledReason").asText())
                .isEqualTo("gone"));
        assertDisabled("gone");
        receiver.answering(Reply.ok());
        rename("Two");
        await().untilAsserted(() -> assertThat(DeliveryRow.of(oka, endpoint))
                .hasSize(2)
                .extracting(DeliveryRow::state)
                .containsOnly("held"));
        int before = receiver.received().size();
        assertThat(before).isEqualTo(1);

        webhooks.activate(endpoint).expect(200);

        await().untilAsserted(() -> assertThat(DeliveryRow.of(oka, endpoint))
                .extracting(DeliveryRow::state)
                .containsOnly("delivered"));
    }

    @Test
    void nothingButFailureForFiveDaysEndsAnEndpoint() {
        receiver.answering(Reply.status(500));
        rename("One");
        awaitAttempts(1);

        move(Duration.ofHours(119));
        awaitAttempts(2);
        assertThat(webhooks.json(endpoint).path("active").asBoolean()).isTrue();
        move(Duration.ofHours(2));

        await().untilAsserted(() -> assertThat(
                        webhooks.json(endpoint).path("disabledReason").asText())
                .isEqualTo("failing"));
        assertDisabled("failing");
        await().untilAsserted(() ->
                assertThat(DeliveryRow.of(oka, endpoint, TYPE).state()).isEqualTo("held"));
    }

    @Test
    void receiverThatFailsAgainAndAgainIsSparedForAWhile() {
        receiver.answering(Reply.status(500));
        for (int i = 0; i < 8; i++) {
            rename("Name " + i);
        }

        await().untilAsserted(() -> assertThat(
                        oka.rows("SELECT 1 FROM oka_webhook_endpoint WHERE id = ? AND open_until > now()", endpoint))
                .hasSize(1));

        // Four could have been under way when the fifth failed.
        assertThat(receiver.received().size()).isBetween(5, 9);
    }

    private void assertDisabled(String reason) {
        ChangeRow last = ChangeRow.of(oka, tenant).stream()
                .filter(change -> change.type().equals("webhook.endpoint_disabled"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(last.datum("reason")).isEqualTo(reason);
        assertThat(last.actorType()).isEqualTo("system");
    }

    private void rename(String name) {
        Tenants.rename(realm, tenant, name);
    }

    private DeliveryRow awaitAttempts(int attempts) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        DeliveryRow.of(oka, endpoint, TYPE).attempts())
                .isEqualTo(attempts));
        return DeliveryRow.of(oka, endpoint, TYPE);
    }

    /** From the last attempt's start, which was answered at once, to the next. */
    private Duration waits(DeliveryRow row) {
        List<Map<String, @Nullable Object>> attempts = row.attemptRows(oka);
        Timestamp last = (Timestamp)
                Objects.requireNonNull(attempts.get(attempts.size() - 1).get("started_at"));
        return Duration.between(last.toInstant(), row.nextAttemptAt());
    }

    private void moveTo(DeliveryRow row) {
        Instant then = Instant.now().plus(ahead);
        move(Duration.between(then, row.nextAttemptAt()).plusSeconds(2));
    }

    private void move(Duration further) {
        ahead = ahead.plus(further);
        oka.moveClock(ahead);
    }

    private static Duration times(Duration delay, double factor) {
        return Duration.ofMillis(Math.round(delay.toMillis() * factor));
    }
}
