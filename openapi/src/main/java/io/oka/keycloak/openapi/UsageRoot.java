package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.rest.UsageResource;
import jakarta.ws.rs.Path;

/** Where the door serves what {@code UsageResourceProviderFactory} provides, for members and services. */
@Path("/realms/{realm}/tenants/{tenantId}/usage")
interface UsageRoot {

    @Path("")
    UsageResource resource();
}
