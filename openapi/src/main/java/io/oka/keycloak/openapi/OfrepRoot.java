package io.oka.keycloak.openapi;

import io.oka.keycloak.entitlements.ofrep.OfrepResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code OfrepResourceProviderFactory} provides. */
@Path("/realms/{realm}/ofrep")
interface OfrepRoot {

    @Path("")
    OfrepResource resource();
}
