package io.oka.keycloak.openapi;

import io.oka.keycloak.webhooks.rest.RealmWebhooksResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code RealmWebhooksResourceProviderFactory} provides. */
@Path("/realms/{realm}/webhooks")
interface RealmWebhooksRoot {

    @Path("")
    RealmWebhooksResource resource();
}
