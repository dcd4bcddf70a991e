package io.oka.keycloak.openapi;

import io.oka.keycloak.webhooks.rest.OperatorWebhooksResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code WebhooksAdminResourceProviderFactory} provides. */
@Path("/admin/realms/{realm}/webhooks")
interface WebhooksAdminRoot {

    @Path("")
    OperatorWebhooksResource resource();
}
