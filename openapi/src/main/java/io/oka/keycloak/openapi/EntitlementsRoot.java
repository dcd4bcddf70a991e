package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.rest.EntitlementsResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code EntitlementsResourceProviderFactory} provides. */
@Path("/realms/{realm}/entitlements")
interface EntitlementsRoot {

    @Path("")
    EntitlementsResource resource();
}
