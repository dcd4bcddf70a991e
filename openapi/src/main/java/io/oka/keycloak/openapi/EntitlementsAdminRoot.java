package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.rest.EntitlementsAdminResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code EntitlementsAdminResourceProviderFactory} provides. */
@Path("/admin/realms/{realm}/entitlements")
interface EntitlementsAdminRoot {

    @Path("")
    EntitlementsAdminResource resource();
}
