package io.oka.keycloak.openapi;

import io.oka.keycloak.webhooks.rest.WebhooksResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code WebhooksAdminResourceProviderFactory} provides. */
@Path("/admin/realms/{realm}/webhooks")
interface WebhooksAdminRoot {

    @Path("")
    WebhooksResource resource();
}
