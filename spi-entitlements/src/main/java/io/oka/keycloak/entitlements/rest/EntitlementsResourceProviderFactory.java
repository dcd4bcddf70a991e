package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.outage.Staleness;
import io.oka.keycloak.common.realm.RealmRootFactory;
import org.keycloak.models.KeycloakSession;

/** Serves {@link EntitlementsResource} at {@code /realms/{realm}/entitlements}. */
public final class EntitlementsResourceProviderFactory extends RealmRootFactory {

    public EntitlementsResourceProviderFactory() {
        super("entitlements");
    }

    @Override
    protected Object resource(KeycloakSession session) {
        // Every answer below says whether it is degraded.
        Staleness.tolerate(session);
        return new EntitlementsResource(session, caller(session));
    }
}
