package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.rest.SubscriptionResource;
import jakarta.ws.rs.Path;

/** Where the tenants serve what {@code SubscriptionResourceProviderFactory} provides. */
@Path("/realms/{realm}/tenants/{tenantId}/subscription")
interface SubscriptionRoot {

    @Path("")
    SubscriptionResource resource();
}
