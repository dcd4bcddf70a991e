package io.oka.keycloak.apikeys.realm;

import io.oka.keycloak.common.http.OkaPaths;
import io.oka.keycloak.common.http.Preflight;
import io.oka.keycloak.common.realm.Door;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Opens the door at {@code /realms/{realm}/api-keys}. */
public final class RealmApiKeysResourceProviderFactory implements RealmResourceProviderFactory {

    static final String ID = "api-keys";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmApiKeysResourceProvider(session);
    }

    @Override
    public void init(Config.Scope config) {
        OkaPaths.claimRealmRoot(ID);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }

    private record RealmApiKeysResourceProvider(KeycloakSession session) implements RealmResourceProvider {

        @Override
        public Object getResource() {
            Door.enterRealm(session);
            return Door.isPreflight(session) ? new Preflight() : new RealmApiKeysResource(session);
        }

        @Override
        public void close() {}
    }
}
