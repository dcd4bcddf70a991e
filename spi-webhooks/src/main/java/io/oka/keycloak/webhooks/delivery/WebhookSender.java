package io.oka.keycloak.webhooks.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.outgoing.OutgoingHttp;
import io.oka.keycloak.common.outgoing.OutgoingRequest;
import io.oka.keycloak.common.outgoing.OutgoingTargets;
import io.oka.keycloak.common.outgoing.OutgoingUrl;
import io.oka.keycloak.common.signing.WebhookSignature;
import io.oka.keycloak.webhooks.EndpointSecrets;
import io.oka.keycloak.webhooks.OpenedSecrets;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.WebhookTargets;
import io.oka.keycloak.webhooks.message.WebhookMessage;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Sends one message, with no transaction open: a receiver may take its time. */
final class WebhookSender {

    private static final Logger LOG = Logger.getLogger(WebhookSender.class);

    /** For all of an attempt, from the look-up of the name to the answer's end. */
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final String USER_AGENT = "oka-webhooks/" + version();

    private final KeycloakSessionFactory factory;
    private final WorkerDatabase database;
    private final OutcomeRows rows;
    private final EndpointSecrets secrets;
    private final OutgoingHttp http;

    WebhookSender(KeycloakSessionFactory factory, WorkerDatabase database, EndpointSecrets secrets, OutgoingHttp http) {
        this.factory = factory;
        this.database = database;
        this.rows = new OutcomeRows(database);
        this.secrets = secrets;
        this.http = http;
    }

    /** What the realm says. */
    private record Realm(String name, OutgoingTargets targets) {}

    /** Never fails: what is wrong on our side is an attempt without a result. */
    Attempt send(ClaimedDelivery delivery) {
        Instant startedAt = now();
        try {
            Realm realm = realm(delivery);
            if (realm == null) {
                return new Attempt(startedAt, null);
            }
            return new Attempt(startedAt, http.post(request(delivery, realm, startedAt)));
        } catch (SQLException | RuntimeException e) {
            LOG.errorf(e, "Delivery %s to webhook %s could not be sent", delivery.id(), delivery.endpointId());
            return new Attempt(startedAt, null);
        }
    }

    private OutgoingRequest request(ClaimedDelivery delivery, Realm realm, Instant now) throws SQLException {
        OpenedSecrets opened = secrets.open(delivery.secrets(), now);
        byte[] body = body(delivery, realm).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>(opened.headers());
        headers.put("Content-Type", WebhookMessage.mediaType(delivery.format()));
        headers.put("User-Agent", USER_AGENT);
        headers.putAll(WebhookSignature.headers(opened.signing(), delivery.eventId(), now, body));
        OutgoingUrl url = OutgoingUrl.parse(delivery.url());
        return new OutgoingRequest(
                url, headers, body, realm.targets().allowed(), realm.targets().plainAllowed(url), TIMEOUT);
    }

    /**
     * The stored text. One that nobody had wanted in this format before is written now, and kept before it is sent, so that
     * every attempt has the same bytes; if the process dies between, it is there.
     */
    private String body(ClaimedDelivery delivery, Realm realm) throws SQLException {
        if (delivery.body() != null) {
            return delivery.body();
        }
        String text = message(delivery, realm).text(WebhookFormat.CLOUDEVENTS);
        String[] kept = {text};
        database.inTransaction((connection, now) -> {
            kept[0] = rows.keepCloudEvent(connection, delivery.eventId(), text);
            return true;
        });
        return kept[0];
    }

    private static WebhookMessage message(ClaimedDelivery delivery, Realm realm) {
        try {
            JsonNode body = Json.MAPPER.readTree(delivery.standard());
            return new WebhookMessage(
                    delivery.eventId(),
                    realm.name(),
                    body.path("type").asText(),
                    Instant.parse(body.path("timestamp").asText()),
                    body.path("data"),
                    textOrNull(body, "tenantId"),
                    body.path("sequence").asLong(),
                    textOrNull(body, "correlationId"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The body of event " + delivery.eventId() + " is damaged", e);
        }
    }

    private static @Nullable String textOrNull(JsonNode body, String name) {
        return body.hasNonNull(name) ? body.path(name).asText() : null;
    }

    /** As it is now, from Keycloak's cache: what an operator forbids is forbidden to the next attempt. */
    private @Nullable Realm realm(ClaimedDelivery delivery) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(delivery.realmId());
            return realm == null
                    ? null
                    : new Realm(realm.getName(), WebhookTargets.in(realm, delivery.tenantId() == null));
        });
    }

    private static String version() {
        return Objects.requireNonNullElse(WebhookSender.class.getPackage().getImplementationVersion(), "0");
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
