package io.oka.keycloak.openapi;

import io.oka.keycloak.tenants.rest.TenantsAdminResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code TenantsAdminResourceProviderFactory} provides. */
@Path("/admin/realms/{realm}/tenants")
interface TenantsAdminRoot {

    @Path("")
    TenantsAdminResource resource();
}
