package io.oka.keycloak.webhooks;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link WebhookProvider}s. */
public interface WebhookProviderFactory extends ProviderFactory<WebhookProvider> {

    /** For whoever sends to endpoints. */
    EndpointSecrets endpointSecrets();
}
