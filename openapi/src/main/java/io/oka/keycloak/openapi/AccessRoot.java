package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.authzen.AccessResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code AccessResourceProviderFactory} provides. */
@Path("/realms/{realm}/access")
interface AccessRoot {

    @Path("")
    AccessResource resource();
}
