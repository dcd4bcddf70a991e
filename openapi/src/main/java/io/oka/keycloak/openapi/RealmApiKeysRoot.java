package io.oka.keycloak.openapi;

import io.oka.keycloak.apikeys.realm.RealmApiKeysResource;
import jakarta.ws.rs.Path;

/** Where Keycloak serves what {@code RealmApiKeysResourceProviderFactory} provides. */
@Path("/realms/{realm}/api-keys")
interface RealmApiKeysRoot {

    @Path("")
    RealmApiKeysResource resource();
}
