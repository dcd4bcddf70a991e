package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.Callers;
import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.OkaPaths;
import io.oka.keycloak.common.http.Preflight;
import io.oka.keycloak.common.realm.Door;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@link EntitlementsResource} at {@code /realms/{realm}/entitlements}. */
public final class EntitlementsResourceProviderFactory implements RealmResourceProviderFactory {

    static final String ID = "entitlements";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new EntitlementsResourceProvider(session);
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

    private record EntitlementsResourceProvider(KeycloakSession session) implements RealmResourceProvider {

        @Override
        public Object getResource() {
            Door.enterRealm(session);
            if (Door.isPreflight(session)) {
                return new Preflight();
            }
            Caller caller = new Callers(session).authenticate();
            Acting.as(session, caller);
            return new EntitlementsResource(session, caller);
        }

        @Override
        public void close() {}
    }
}
