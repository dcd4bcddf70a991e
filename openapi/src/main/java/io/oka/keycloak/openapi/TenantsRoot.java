package io.oka.keycloak.openapi;

import io.oka.keycloak.tenants.rest.TenantsResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code TenantsResourceProviderFactory} provides. */
@Path("/realms/{realm}/tenants")
interface TenantsRoot {

    @Path("")
    TenantsResource resource();
}
