package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.rest.FeaturesResource;
import jakarta.ws.rs.Path;

/** Where the tenants serve what {@code FeaturesResourceProviderFactory} provides. */
@Path("/realms/{realm}/tenants/{tenantId}/features")
interface FeaturesRoot {

    @Path("")
    FeaturesResource resource();
}
