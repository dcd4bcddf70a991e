package io.oka.keycloak.openapi;

import io.oka.keycloak.apikeys.rest.ApiKeysResource;
import jakarta.ws.rs.Path;

/** Where the door serves what {@code ApiKeysResourceProviderFactory} provides, for operators. */
@Path("/admin/realms/{realm}/tenants/{tenantId}/api-keys")
interface ApiKeysAdminRoot {

    @Path("")
    ApiKeysResource resource();
}
