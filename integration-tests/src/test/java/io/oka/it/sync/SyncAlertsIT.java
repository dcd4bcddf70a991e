package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.WebhookReceiver.Reply;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators are told of, by a webhook in Slack's form. */
@OkaServer
final class SyncAlertsIT {

    private static final String LOOK = "oka-sync-look";

    private final Oka oka;
    private final WebhookReceiver slack = WebhookReceiver.start();
    private final TestRealm realm;
    private final OperationRows rows;

    SyncAlertsIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().create();
        this.rows = OperationRows.of(realm);
    }

    @AfterEach
    void removeAll() {
        slack.close();
        realm.close();
    }

    @Test
    void deadLettersAreToldOnceThenAgainAfterAWhileAndOnceThatTheyAreGone() {
        listen(Map.of("deadLetters", 3, "repeatMinutes", 30));
        rows.items("sap", "dead", 3, Duration.ZERO);

        look();
        awaitMessages(1);
        look();
        look();

        assertThat(slack.received()).hasSize(1);
        assertThat(text(0))
                .contains("realm " + realm.name())
                .contains(":red_circle: System sap has 3 dead letters (alert at 3)");
        assertThat(slack.received().get(0).header("Content-Type")).isEqualTo("application/json");

        oka.moveClock(Duration.ofMinutes(31));
        look();
        awaitMessages(2);
        rows.removeItems();
        look();
        awaitMessages(3);
        look();

        assertThat(text(2)).contains("Over: System sap has 3 dead letters");
        assertThat(slack.received()).hasSize(3);
        JsonNode alert = alerts("").path("items").get(0);
        assertThat(alert.path("kind").asText()).isEqualTo("dead_letters");
        assertThat(alert.path("state").asText()).isEqualTo("resolved");
        assertThat(alerts("").path("items")).hasSize(1);
    }

    @Test
    void whatIsBelowItsThresholdIsNotTold() {
        listen(Map.of("deadLetters", 4, "agentOffline", false));
        rows.items("sap", "dead", 3, Duration.ZERO);
        rows.agent("sap", "gone", Duration.ofHours(1));

        look();
        test();

        // What is sent on purpose is the first that arrives.
        awaitMessages(1);
        assertThat(text(0)).contains("This is a test");
        assertThat(alerts("?state=firing").path("items")).isEmpty();
    }

    @Test
    void agentOfflineQueueAndHeldBreakerAreOneMessageWithNamesMadeHarmless() {
        rows.agent("sap", "<!channel> & co", Duration.ofMinutes(10));
        realm.operator()
                .post("/sync/breakers/sap/force")
                .json(Map.of("state", "open"))
                .send()
                .expect(200);
        rows.items("sap", "queued", 1, Duration.ofHours(1));
        listen(Map.of("queueAgeSeconds", 600));

        look();
        awaitMessages(1);

        assertThat(text(0))
                .contains("Agent &lt;!channel&gt; &amp; co of system sap is offline")
                .contains("The oldest item of system sap that is due waits for 1 h")
                .contains("its breaker is open (an operator holds it open)")
                .doesNotContain("<!channel>");
        assertThat(alerts("?state=firing").path("items")).hasSize(3);
    }

    @Test
    void messageThatFailsIsSentAgainAndTheReceiverHoldsUpNobody() {
        slack.answering(Reply.status(500));
        listen(Map.of("deadLetters", 1));
        rows.items("sap", "dead", 1, Duration.ZERO);

        look();
        await().untilAsserted(
                        () -> assertThat(firing().path("lastError").asText()).isEqualTo("status_500"));
        slack.answering(new Reply.Answer(200, Map.of(), "ok", Duration.ZERO));
        oka.moveClock(Duration.ofMinutes(1));
        look();

        await().untilAsserted(() -> assertThat(firing().path("sentAt").asText()).isNotEmpty());
        assertThat(firing().path("attempts").asInt()).isZero();
        assertThat(slack.received()).hasSize(2);
    }

    @Test
    void hangingReceiverOfOneRealmDoesNotKeepAnotherFromItsAlerts() {
        slack.answering(new Reply.Hang());
        listen(Map.of("deadLetters", 1));
        rows.items("sap", "dead", 1, Duration.ZERO);
        try (WebhookReceiver good = WebhookReceiver.start();
                TestRealm other = oka.realm().create()) {
            OperationRows.of(other).items("sap", "dead", 1, Duration.ZERO);
            listen(other, good, Map.of("deadLetters", 1));

            look();

            await().atMost(Duration.ofSeconds(8))
                    .untilAsserted(() -> assertThat(good.received()).hasSize(1));
        }
    }

    @Test
    void privateTargetIsNotConnectedToUnlessTheOperatorNamesIt() {
        listen(Map.of("deadLetters", 1));
        realm.operator()
                .patch("/sync/settings")
                .json(Map.of("alertTargets", List.of()))
                .send()
                .expect(200);
        rows.items("sap", "dead", 1, Duration.ZERO);

        look();

        await().untilAsserted(
                        () -> assertThat(firing().path("lastError").asText()).startsWith("forbidden_target"));
        assertThat(slack.received()).isEmpty();
    }

    @Test
    void realmInWhichOkaIsOffIsLeftAloneUntilItIsOnAgain() {
        listen(Map.of("deadLetters", 1));
        rows.items("sap", "dead", 1, Duration.ZERO);
        look();
        awaitMessages(1);
        realm.operator().delete("/oka/setup").send().expect(204);
        rows.agent("sap", "gone", Duration.ofHours(1));

        look();

        // Not even that it is over.
        await().untilAsserted(() -> assertThat(oka.rows(
                        "SELECT 1 FROM oka_sync_alert WHERE realm_id = ? AND (state = 'firing' OR next_send_at IS NOT NULL)",
                        rows.realmId()))
                .isEmpty());
        realm.operator().post("/oka/setup").send().expect(200);
        look();
        awaitMessages(2);
        assertThat(text(1)).contains("dead letter").contains("Agent gone").doesNotContain("Over");
    }

    @Test
    void withoutAnAddressAlertsStandInTheListAndAreToldOnceThereIsOne() {
        rows.items("sap", "dead", 200, Duration.ZERO);

        look();

        await().untilAsserted(() -> assertThat(firing().path("kind").asText()).isEqualTo("dead_letters"));
        assertThat(firing().hasNonNull("nextSendAt")).isFalse();
        realm.operator().post("/sync/settings/alerts/test").send().expect(409);
        listen(Map.of());
        look();
        awaitMessages(1);
    }

    @Test
    void testIsSentOnceAndSaysWhatCameOfIt() {
        slack.answering(Reply.status(404));
        listen(Map.of());

        String id = test();

        await().untilAsserted(() -> {
            JsonNode alert = alerts("").path("items").get(0);
            assertThat(alert.path("id").asText()).isEqualTo(id);
            assertThat(alert.path("lastError").asText()).isEqualTo("status_404");
            assertThat(alert.hasNonNull("nextSendAt")).isFalse();
        });
        assertThat(text(0)).contains("This is a test: alerts of sync in realm " + realm.name());
    }

    @Test
    void strangersSeeNothing() {
        realm.anonymousOperator().get("/sync/settings/alerts").send().expect(401);
        realm.anonymousOperator().post("/sync/settings/alerts/test").send().expect(401);
        realm.operator().get("/sync/settings/alerts?state=loud").send().expect(400);
    }

    private void listen(Map<String, ?> alerts) {
        listen(realm, slack, alerts);
    }

    private static void listen(TestRealm of, WebhookReceiver to, Map<String, ?> alerts) {
        of.operator()
                .patch("/sync/settings")
                .json(Map.of("alertTargets", List.of("127.0.0.1"), "alertUrl", to.url(), "alerts", alerts))
                .send()
                .expect(200);
    }

    private void look() {
        oka.runTask(LOOK);
    }

    private String test() {
        return realm.operator()
                .post("/sync/settings/alerts/test")
                .send()
                .expect(202)
                .id();
    }

    private void awaitMessages(int count) {
        await().untilAsserted(() -> assertThat(slack.received()).hasSize(count));
        // What came of it is kept, too.
        await().untilAsserted(() -> assertThat(oka.rows(
                        "SELECT id FROM oka_sync_alert WHERE realm_id = ? AND lease_until IS NOT NULL", rows.realmId()))
                .isEmpty());
    }

    private String text(int message) {
        return slack.received().get(message).json().path("text").asText();
    }

    private JsonNode firing() {
        return alerts("?state=firing").path("items").path(0);
    }

    private JsonNode alerts(String query) {
        return realm.operator()
                .get("/sync/settings/alerts" + query)
                .send()
                .expect(200)
                .json();
    }
}
