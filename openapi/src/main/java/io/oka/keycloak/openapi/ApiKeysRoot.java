package io.oka.keycloak.openapi;

import io.oka.keycloak.apikeys.rest.ApiKeysResource;
import jakarta.ws.rs.Path;

/** Where the door serves what {@code ApiKeysResourceProviderFactory} provides, for members. */
@Path("/realms/{realm}/tenants/{tenantId}/api-keys")
interface ApiKeysRoot {

    @Path("")
    ApiKeysResource resource();
}
