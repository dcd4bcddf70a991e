package io.oka.keycloak.openapi;

import io.oka.keycloak.sync.rest.SyncResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code SyncResourceProviderFactory} provides. */
@Path("/realms/{realm}/sync")
interface SyncRoot {

    @Path("")
    SyncResource resource();
}
