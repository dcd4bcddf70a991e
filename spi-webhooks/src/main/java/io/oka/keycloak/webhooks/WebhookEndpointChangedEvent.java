package io.oka.keycloak.webhooks;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * An endpoint was made, changed or removed, in the transaction of the session that it names: what waits for it is held,
 * freed or cancelled there.
 *
 * @param before null for one that was just made
 * @param after null for one that is removed
 */
public record WebhookEndpointChangedEvent(
        KeycloakSession session,
        String realmId,
        @Nullable WebhookEndpoint before,
        @Nullable WebhookEndpoint after) implements ProviderEvent {}
