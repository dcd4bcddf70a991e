package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.DeliveryRow;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver.Reply;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of a delivery from its beginning to its end. */
@OkaServer
final class WebhookDeliveryLifeIT extends ReceivingTenant {

    WebhookDeliveryLifeIT(Oka oka) {
        super(oka);
    }

    @Test
    void deliveryAndItsAttemptAreKept() {
        receiver.answering(new Reply.Answer(200, Map.of(), "x".repeat(10_000), Duration.ofMillis(30)));
        String id = webhooks.create(body("events", List.of("tenant.updated")))
                .expect(201)
                .id();

        rename("One");

        await().untilAsserted(() ->
                assertThat(DeliveryRow.of(oka, id, "tenant.updated").state()).isEqualTo("delivered"));
        DeliveryRow row = DeliveryRow.of(oka, id, "tenant.updated");
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.lastStatus()).isEqualTo(200);
        assertThat(row.lastError()).isNull();
        Map<String, @Nullable Object> attempt = row.attemptRows(oka).get(0);
        assertThat(attempt).containsEntry("number", 1).containsEntry("status", 200);
        assertThat((int) Objects.requireNonNull(attempt.get("latency_ms"))).isBetween(30, 20_000);
        assertThat((byte[]) attempt.get("answer")).hasSize(4096);
        assertThat(webhooks.json(id).path("lastSuccessAt").asText()).isNotEmpty();
    }

    @Test
    void whatWaitsIsHeldWhileAnEndpointIsOffAndFreedWhenItIsOnAgain() {
        String id = webhooks.create(body("events", List.of("tenant.updated")))
                .expect(201)
                .id();
        webhooks.deactivate(id).expect(200);
        rename("One");
        await().untilAsserted(() ->
                assertThat(DeliveryRow.of(oka, id, "tenant.updated").state()).isEqualTo("held"));

        webhooks.activate(id).expect(200);

        receiver.await("tenant.updated", 1);
        await().untilAsserted(() ->
                assertThat(DeliveryRow.of(oka, id, "tenant.updated").state()).isEqualTo("delivered"));
    }

    @Test
    void deletedEndpointIsToldNothingMore() {
        receiver.answering(Reply.status(500));
        String id = webhooks.create(body("events", List.of("tenant.updated")))
                .expect(201)
                .id();
        rename("One");
        await().untilAsserted(() ->
                assertThat(DeliveryRow.of(oka, id, "tenant.updated").state()).isEqualTo("retrying"));

        webhooks.delete(id).expect(204);

        await().untilAsserted(() ->
                assertThat(DeliveryRow.of(oka, id, "tenant.updated").state()).isEqualTo("cancelled"));
    }

    @Test
    void changeThatCannotBeToldIsADeadLetterAndTheOthersGoOn() {
        String id =
                webhooks.create(body("events", List.of("tenant.*"))).expect(201).id();
        oka.rows(
                "INSERT INTO oka_change (id, realm_id, tenant_id, type, actor_type, data, created_at)"
                        + " SELECT gen_random_uuid(), realm_id, id, 'tenant.suspended', 'system', 'no JSON', now()"
                        + " FROM oka_tenant WHERE id = ? RETURNING id",
                tenant);

        rename("One");

        receiver.await("tenant.updated", 1);
        DeliveryRow dead = DeliveryRow.of(oka, id, "tenant.suspended");
        assertThat(dead.state()).isEqualTo("dead");
        assertThat(dead.lastError()).isEqualTo("poison");
        assertThat(receiver.received()).noneMatch(one -> one.type().equals("tenant.suspended"));
    }

    @Test
    void leaseThatWasTakenOverIsNotFinishedByTheOneBefore() {
        receiver.answering(new Reply.Answer(204, Map.of(), "", Duration.ofSeconds(2)));
        String id = webhooks.create(body("events", List.of("tenant.updated")))
                .expect(201)
                .id();
        rename("One");
        await().untilAsserted(() -> assertThat(receiver.received()).hasSize(1));

        // As if the database had given it to another node, which died.
        oka.rows(
                "UPDATE oka_webhook_delivery SET lease_token = 'another', lease_owner = 'another',"
                        + " lease_until = now() + interval '5 seconds' WHERE endpoint_id = ? RETURNING id",
                id);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        DeliveryRow.of(oka, id, "tenant.updated").state())
                .isEqualTo("delivered"));
        assertThat(receiver.received()).hasSize(2);
        assertThat(DeliveryRow.of(oka, id, "tenant.updated").attempts()).isEqualTo(1);
    }

    @Test
    void deliveryAndEventAreForgottenOnceTheyAreOld() {
        String id = webhooks.create(body("events", List.of("tenant.updated")))
                .expect(201)
                .id();
        rename("Old");
        rename("New");
        await().untilAsserted(() -> assertThat(DeliveryRow.of(oka, id))
                .extracting(DeliveryRow::state)
                .containsExactly("delivered", "delivered"));
        DeliveryRow old = DeliveryRow.of(oka, id).get(0);
        oka.rows(
                "WITH d AS (UPDATE oka_webhook_delivery SET finished_at = finished_at - interval '31 days' WHERE id = ?)"
                        + " UPDATE oka_webhook_event SET occurred_at = occurred_at - interval '31 days' WHERE id = ? RETURNING id",
                old.id(),
                old.eventId());

        await().untilAsserted(() -> {
            oka.runTask("oka-forget-deliveries");
            assertThat(DeliveryRow.of(oka, id)).hasSize(1);
        });

        assertThat(old.attemptRows(oka)).isEmpty();
        await().untilAsserted(() -> {
            oka.runTask("oka-forget-deliveries");
            assertThat(oka.rows("SELECT 1 FROM oka_webhook_event WHERE id = ?", old.eventId()))
                    .isEmpty();
        });
    }

    private Map<String, Object> body() {
        return Webhooks.body("url", receiver.url());
    }

    private Map<String, Object> body(String member, Object value) {
        Map<String, Object> body = body();
        body.put(member, value);
        return body;
    }

    private void rename(String name) {
        Tenants.rename(realm, tenant, name);
    }
}
