package io.oka.keycloak.openapi;

import io.oka.keycloak.common.realm.OkaAdminResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code OkaAdminResourceProviderFactory} provides. */
@Path("/admin/realms/{realm}/oka")
interface OkaAdminRoot {

    @Path("")
    OkaAdminResource resource();
}
