package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.DeliveryRow;
import io.oka.it.support.ReceivedWebhook;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a change to what a receiver has in its hands. */
@OkaServer
final class WebhookDeliveryIT extends ReceivingTenant {

    WebhookDeliveryIT(Oka oka) {
        super(oka);
    }

    @Test
    void changeArrivesAtOnceAndVerifiesWithTheLibraryThatReceiversUse() throws Exception {
        Response made =
                webhooks.create(body("headers", Map.of("X-Canary", "yes"))).expect(201);

        rename("One");
        rename("Two");

        List<ReceivedWebhook> updates = receiver.await("tenant.updated", 2);
        List<ChangeRow> changes = ChangeRow.of(oka, tenant).stream()
                .filter(change -> change.type().equals("tenant.updated"))
                .toList();
        for (int i = 0; i < 2; i++) {
            ReceivedWebhook update = updates.get(i);
            new Webhook(Webhooks.secret(made)).verify(update.body(), multi(update.headers()));
            JsonNode body = update.json();
            assertThat(body.fieldNames())
                    .toIterable()
                    .containsExactly("id", "type", "timestamp", "data", "tenantId", "sequence", "correlationId");
            assertThat(body.path("id").asText()).isEqualTo(update.id());
            assertThat(body.path("tenantId").asText()).isEqualTo(tenant);
            assertThat(body.path("data")).isEqualTo(changes.get(i).data());
            assertThat(body.path("correlationId").asText())
                    .isEqualTo(changes.get(i).correlationId());
            assertThat(update.requestLine()).isEqualTo("POST /hook HTTP/1.1");
            assertThat(update.header("Content-Type")).isEqualTo("application/json");
            assertThat(update.header("User-Agent")).matches("oka-webhooks/\\d+\\.\\d+\\S*");
            assertThat(update.header("X-Canary")).isEqualTo("yes");
        }
        assertThat(updates.get(1).sequence()).isEqualTo(updates.get(0).sequence() + 1);
        assertThat(oka.rows(
                        "SELECT 1 FROM oka_change WHERE id = ?", updates.get(0).id()))
                .hasSize(1);
    }

    @Test
    void cloudEventIsReadByTheLibraryThatReceiversUse() {
        webhooks.create(body("format", "cloudevents")).expect(201);

        rename("One");

        await().untilAsserted(() -> assertThat(receiver.received()).isNotEmpty());
        ReceivedWebhook last = receiver.received().get(receiver.received().size() - 1);
        CloudEvent event = new JsonFormat().deserialize(last.body().getBytes(StandardCharsets.UTF_8));
        assertThat(last.header("Content-Type")).startsWith("application/cloudevents+json");
        assertThat(event.getId()).isEqualTo(last.id());
        assertThat(event.getExtension("tenantid")).isEqualTo(tenant);
        assertThat(event.getSource().toString()).isEqualTo("/realms/" + realm.name());
    }

    @Test
    void bothSecretsSignWhileTheyOverlap() throws Exception {
        Response made = webhooks.create(body()).expect(201);
        Response rotated = webhooks.rotate(made.id(), 1).expect(200);

        rename("One");

        ReceivedWebhook update = receiver.await("tenant.updated", 1).get(0);
        assertThat(update.header("webhook-signature").split(" ")).hasSize(2);
        new Webhook(Webhooks.secret(made)).verify(update.body(), multi(update.headers()));
        new Webhook(Webhooks.secret(rotated)).verify(update.body(), multi(update.headers()));
        webhooks.rotate(made.id(), 0).expect(200);
        rename("Two");
        assertThat(receiver.await("tenant.updated", 2)
                        .get(1)
                        .header("webhook-signature")
                        .split(" "))
                .hasSize(1);
    }

    @Test
    void tenantHearsOfItselfAndTheRealmsOwnEndpointOfAll() {
        String other = Tenants.createWithTeam(realm);
        WebhookReceiver ofRealm = WebhookReceiver.start();
        try (ofRealm) {
            String realmsOwn = Webhooks.ofRealm(realm)
                    .create(Map.of("url", ofRealm.url(), "events", List.of("tenant.*")))
                    .expect(201)
                    .id();
            webhooks.create(body()).expect(201);

            Tenants.rename(realm, other, "Theirs");
            rename("Ours");

            receiver.await("tenant.updated", 1);
            await().untilAsserted(() -> assertThat(ofRealm.received().stream()
                            .filter(one -> one.type().equals("tenant.updated"))
                            .map(one -> one.json().path("tenantId").asText()))
                    .contains(other, tenant));
            assertThat(receiver.received())
                    .allMatch(one -> one.json().path("tenantId").asText().equals(tenant));
            // One event, one id, at whatever endpoint.
            assertThat(ofRealm.received().stream().map(ReceivedWebhook::id))
                    .contains(receiver.await("tenant.updated", 1).get(0).id());
            Webhooks.ofRealm(realm).delete(realmsOwn).expect(204);
        }
    }

    @Test
    void endpointIsToldOnlyWhatItWants() {
        webhooks.create(body("events", List.of("user.*"))).expect(201);

        rename("One");
        Tenants.setRole(realm, tenant, "carol", "admin");

        receiver.await("user.role_changed", 1);
        assertThat(receiver.received()).extracting(ReceivedWebhook::type).doesNotContain("tenant.updated");
    }

    @Test
    void targetThatIsForbiddenMeanwhileIsNotConnectedTo() {
        String id = webhooks.create(body("events", List.of("tenant.updated")))
                .expect(201)
                .id();
        realm.setting("tenantTargets", List.of());
        try {
            rename("One");

            await().untilAsserted(() -> assertThat(
                            DeliveryRow.of(oka, id, "tenant.updated").state())
                    .isEqualTo("retrying"));
            assertThat(DeliveryRow.of(oka, id, "tenant.updated").lastError()).isEqualTo("forbidden_target");
            assertThat(receiver.received()).isEmpty();
        } finally {
            realm.setting("tenantTargets", List.of("127.0.0.1"));
        }
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

    private static Map<String, List<String>> multi(Map<String, String> headers) {
        Map<String, List<String>> multi = new HashMap<>();
        headers.forEach((name, value) -> multi.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return multi;
    }
}
