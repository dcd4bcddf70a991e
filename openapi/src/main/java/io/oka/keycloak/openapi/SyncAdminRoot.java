package io.oka.keycloak.openapi;

import io.oka.keycloak.sync.rest.OperatorSyncResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code SyncAdminResourceProviderFactory} provides. */
@Path("/admin/realms/{realm}/sync")
interface SyncAdminRoot {

    @Path("")
    OperatorSyncResource resource();
}
