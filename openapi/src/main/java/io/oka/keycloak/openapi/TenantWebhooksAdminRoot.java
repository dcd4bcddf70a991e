package io.oka.keycloak.openapi;

import io.oka.keycloak.webhooks.rest.WebhooksResource;
import jakarta.ws.rs.Path;

/** Where the door serves what {@code WebhooksResourceProviderFactory} provides, for operators. */
@Path("/admin/realms/{realm}/tenants/{tenantId}/webhooks")
interface TenantWebhooksAdminRoot {

    @Path("")
    WebhooksResource resource();
}
