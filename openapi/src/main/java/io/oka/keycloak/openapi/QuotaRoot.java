package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.rest.QuotaResource;
import jakarta.ws.rs.Path;

/** Where the door serves what {@code QuotaResourceProviderFactory} provides, for members and services. */
@Path("/realms/{realm}/tenants/{tenantId}/quota")
interface QuotaRoot {

    @Path("")
    QuotaResource resource();
}
