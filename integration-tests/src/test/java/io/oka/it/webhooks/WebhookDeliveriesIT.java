package io.oka.it.webhooks;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.DeliveryRow;
import io.oka.it.support.DeliveryRows;
import io.oka.it.support.ReceivedWebhook;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.WebhookReceiver.Reply;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a tenant's admins see of deliveries, and do about them. */
@OkaServer
final class WebhookDeliveriesIT extends ReceivingTenant {

    WebhookDeliveriesIT(Oka oka) {
        super(oka);
    }

    @Test
    void listIsNewestFirstInPagesAndNarrowedByState() {
        String id = endpoint("tenant.updated");
        for (String name : List.of("One", "Two", "Three")) {
            rename(name);
        }
        awaitStates(id, "delivered", "delivered", "delivered");
        List<String> all = DeliveryRow.of(oka, id).stream().map(DeliveryRow::id).toList();
        DeliveryRows.kill(oka, all.get(1));

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = webhooks.deliveries(id, "?limit=2&cursor=" + cursor)
                    .expect(200)
                    .json();
            page.path("items").forEach(item -> paged.add(item.path("id").asText()));
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));

        assertThat(paged).containsExactly(all.get(2), all.get(1), all.get(0));
        assertThat(ids(id, "?status=dead")).containsExactly(all.get(1));
        assertThat(ids(id, "?status=delivered")).containsExactly(all.get(2), all.get(0));
        assertThat(ids(id, "?status=held")).isEmpty();
        assertInvalid(webhooks.deliveries(id, "?status=lost"), "status");
        assertInvalid(webhooks.deliveries(id, "?cursor=%25"), "cursor");
    }

    @Test
    void oneIsShownWithWhatWasSentAndWhatCameOfIt() {
        receiver.answering(new Reply.Answer(503, Map.of(), "Not <b>now</b>", Duration.ofMillis(20)));
        String id = endpoint("tenant.updated");
        rename("One");
        awaitStates(id, "retrying");
        DeliveryRow row = DeliveryRow.of(oka, id, "tenant.updated");

        JsonNode shown = webhooks.delivery(id, row.id()).expect(200).json();

        assertThat(shown.path("status").asText()).isEqualTo("retrying");
        assertThat(shown.path("cause").asText()).isEqualTo("event");
        assertThat(shown.path("eventType").asText()).isEqualTo("tenant.updated");
        assertThat(shown.path("eventId").asText()).isEqualTo(row.eventId());
        assertThat(shown.path("lastStatus").asInt()).isEqualTo(503);
        assertThat(shown.path("attemptCount").asInt()).isEqualTo(1);
        assertThat(Instant.parse(shown.path("nextAttemptAt").asText())).isAfter(Instant.now());
        assertThat(shown.path("body").asText())
                .isEqualTo(receiver.received().get(0).body());
        JsonNode attempt = shown.path("attempts").path(0);
        assertThat(attempt.path("number").asInt()).isEqualTo(1);
        assertThat(attempt.path("status").asInt()).isEqualTo(503);
        assertThat(attempt.path("answer").asText()).isEqualTo("Not <b>now</b>");
        assertThat(attempt.path("latencyMillis").asInt()).isGreaterThanOrEqualTo(20);
        JsonNode listed = webhooks.deliveries(id, "").json().path("items").path(0);
        assertThat(listed.has("body") || listed.has("attempts")).isFalse();
    }

    @Test
    void testGoesToThisEndpointAloneThoughNothingChanged() throws Exception {
        try (WebhookReceiver other = WebhookReceiver.start()) {
            webhooks.create(Webhooks.body("url", other.url())).expect(201);
            String id = endpoint("quota.*");

            Response made = webhooks.test(id).expect(201);

            awaitStates(id, "delivered");
            ReceivedWebhook received = receiver.received().get(0);
            assertThat(received.type()).isEqualTo("webhook.test");
            assertThat(received.json().path("data").path("test").asBoolean()).isTrue();
            assertThat(received.json().path("tenantId").asText()).isEqualTo(tenant);
            assertThat(received.sequence()).isZero();
            assertThat(made.json().path("cause").asText()).isEqualTo("test");
            assertThat(made.header("Location").orElseThrow()).endsWith("/" + id + "/deliveries/" + made.id());
            rename("After");
            await().untilAsserted(() -> assertThat(other.received())
                    .extracting(ReceivedWebhook::type)
                    .contains("tenant.updated")
                    .doesNotContain("webhook.test"));
        }
    }

    @Test
    void endpointThatTakesNothingIsNotTested() {
        String id = endpoint("*");
        realm.operator().post("/webhooks/" + id + "/pause").send().expect(200);
        assertProblem(webhooks.test(id), 409, "webhook_paused");
        webhooks.deactivate(id).expect(200);

        assertProblem(webhooks.test(id), 409, "webhook_inactive");

        assertThat(ids(id, "")).isEmpty();
    }

    @Test
    void resentEventHasTheIdAndTheBytesThatItHad() {
        String id = endpoint("tenant.updated");
        rename("One");
        awaitStates(id, "delivered");
        String first = ids(id, "").get(0);

        Response made = webhooks.resending(id, first)
                .header("Idempotency-Key", "again")
                .send()
                .expect(201);
        Response repeated = webhooks.resending(id, first)
                .header("Idempotency-Key", "again")
                .send()
                .expect(201);

        awaitStates(id, "delivered", "delivered");
        assertThat(repeated.text()).isEqualTo(made.text());
        assertThat(made.json().path("cause").asText()).isEqualTo("resend");
        assertThat(made.id()).isNotEqualTo(first);
        assertThat(made.header("Location").orElseThrow()).endsWith("/" + id + "/deliveries/" + made.id());
        webhooks.delivery(id, made.id()).expect(200);
        assertThat(receiver.received()).hasSize(2);
        ReceivedWebhook again = receiver.received().get(1);
        assertThat(again.body()).isEqualTo(receiver.received().get(0).body());
        assertThat(again.id()).isEqualTo(receiver.received().get(0).id());
    }

    @Test
    void eventThatMayYetArriveIsNotResent() {
        receiver.answering(Reply.status(500));
        String id = endpoint("tenant.updated");
        rename("One");
        awaitStates(id, "retrying");

        assertProblem(webhooks.resend(id, ids(id, "").get(0)), 409, "delivery_open");

        assertThat(DeliveryRow.of(oka, id)).hasSize(1);
    }

    @Test
    void whatIsResentToAnEndpointThatIsOffIsHeldForIt() {
        String id = endpoint("tenant.updated");
        rename("One");
        awaitStates(id, "delivered");
        webhooks.deactivate(id).expect(200);

        Response made = webhooks.resend(id, ids(id, "").get(0)).expect(201);

        assertThat(made.json().path("status").asText()).isEqualTo("held");
        webhooks.activate(id).expect(200);
        awaitStates(id, "delivered", "delivered");
    }

    @Test
    void recoverySendsWhatDidNotArriveOnce() {
        Instant began = Instant.now().minusSeconds(1);
        String id = endpoint("tenant.updated");
        for (String name : List.of("One", "Two", "Three", "Four")) {
            rename(name);
        }
        Tenants.setRole(realm, tenant, "carol", "admin");
        awaitStates(id, "delivered", "delivered", "delivered", "delivered");
        List<DeliveryRow> rows = DeliveryRow.of(oka, id);
        DeliveryRows.kill(oka, rows.get(1).id());
        DeliveryRows.update(
                oka,
                "DELETE FROM oka_webhook_delivery WHERE id = ?",
                rows.get(3).id());

        JsonNode first = webhooks.recover(id, Map.of("since", began.toString()))
                .expect(200)
                .json();
        JsonNode second = webhooks.recover(id, Map.of("since", began.toString()))
                .expect(200)
                .json();

        assertThat(first.path("deliveries").asInt()).isEqualTo(2);
        assertThat(first.path("more").asBoolean()).isFalse();
        assertThat(second.path("deliveries").asInt()).isZero();
        await().untilAsserted(() -> assertThat(receiver.received()).hasSize(6));
        assertThat(receiver.received().subList(4, 6))
                .extracting(ReceivedWebhook::id)
                .containsExactlyInAnyOrder(rows.get(1).eventId(), rows.get(3).eventId());
        JsonNode dead = webhooks.delivery(id, rows.get(1).id()).json();
        assertThat(dead.path("status").asText()).isEqualTo("dead");
        assertThat(ids(id, "")).contains(dead.path("successorId").asText());
    }

    @Test
    void timeThatCannotBeRecoveredIsRefused() {
        String id = endpoint("*");
        Instant now = Instant.now();

        assertInvalid(webhooks.recover(id, Map.of()), "since");
        assertInvalid(
                webhooks.recover(
                        id, Map.of("since", now.minus(Duration.ofDays(31)).toString())),
                "since");
        assertInvalid(
                webhooks.recover(
                        id,
                        Map.of(
                                "since",
                                now.minusSeconds(5).toString(),
                                "until",
                                now.minusSeconds(10).toString())),
                "since");
        assertProblem(webhooks.recover(id, Map.of("since", "yesterday")), 400, "validation_failed");
    }

    @Test
    void deliveriesOfOthersAreNotThere() {
        Webhooks theirs = Webhooks.ofOperator(realm, Tenants.create(realm, "dave"));
        String their =
                theirs.create(Webhooks.body("url", receiver.url())).expect(201).id();
        String theirDelivery = theirs.test(their).expect(201).id();
        String ofRealm = Webhooks.ofRealm(realm)
                .create(Webhooks.body("url", receiver.url()))
                .expect(201)
                .id();
        String own = endpoint("quota.*");
        await().untilAsserted(() -> assertThat(DeliveryRow.of(oka, their))
                .extracting(DeliveryRow::state)
                .contains("delivered"));

        for (String id : List.of(their, ofRealm)) {
            assertProblem(webhooks.deliveries(id, ""), 404, "not_found");
            assertProblem(webhooks.test(id), 404, "not_found");
            assertProblem(webhooks.stats(id), 404, "not_found");
            assertProblem(webhooks.recover(id, Map.of("since", Instant.now().toString())), 404, "not_found");
        }
        for (String id : List.of(own, their, ofRealm)) {
            assertProblem(webhooks.delivery(id, theirDelivery), 404, "not_found");
            assertProblem(webhooks.resend(id, theirDelivery), 404, "not_found");
        }
        assertProblem(Webhooks.ofRealm(realm).resend(ofRealm, theirDelivery), 404, "not_found");
        Webhooks.ofRealm(realm).delete(ofRealm).expect(204);
    }

    @Test
    void whatPeopleDoIsSaid() {
        String id = endpoint("tenant.updated");
        rename("One");
        awaitStates(id, "delivered");
        String delivery = ids(id, "").get(0);
        webhooks.test(id).expect(201);
        String resent = webhooks.resend(id, delivery).expect(201).id();

        List<ChangeRow> rows = ChangeRow.of(oka, tenant);

        assertThat(rows).extracting(ChangeRow::type).endsWith("webhook.tested", "webhook.delivery_resent");
        ChangeRow last = rows.get(rows.size() - 1);
        assertThat(last.datum("endpointId")).isEqualTo(id);
        assertThat(last.datum("deliveryId")).isEqualTo(resent);
        assertThat(last.datum("previousDeliveryId")).isEqualTo(delivery);
        assertThat(last.actorId()).isEqualTo(realm.userId("bob"));
    }

    private String endpoint(String events) {
        Map<String, Object> body = Webhooks.body("url", receiver.url());
        body.put("events", List.of(events));
        return webhooks.create(body).expect(201).id();
    }

    private List<String> ids(String id, String query) {
        return webhooks.deliveries(id, query).expect(200).json().path("items").findValuesAsText("id");
    }

    private void awaitStates(String id, String... states) {
        await().untilAsserted(() -> assertThat(DeliveryRow.of(oka, id))
                .extracting(DeliveryRow::state)
                .containsExactly(states));
    }

    private void rename(String name) {
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("displayName", name))
                .send()
                .expect(200);
    }
}
