package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.webhooks.WebhookDelivery;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** Answers that hold a delivery that was just made. */
final class DeliveryAnswers {

    private DeliveryAnswers() {}

    /**
     * @param place of the endpoint's deliveries, as seen from the address that was posted to
     */
    static Response created(KeycloakSession session, String place, WebhookDelivery made) {
        return Response.created(session.getContext().getUri().getAbsolutePath().resolve(place + made.id()))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(DeliveryRepresentation.of(made)))
                .build();
    }
}
