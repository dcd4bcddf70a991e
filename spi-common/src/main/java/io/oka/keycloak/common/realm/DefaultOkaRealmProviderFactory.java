package io.oka.keycloak.common.realm;

import org.keycloak.models.KeycloakSession;

/** The ground floor's part of a realm's set-up. Option {@code audience}: the client id of {@code tenant-api}. */
public final class DefaultOkaRealmProviderFactory implements OkaRealmProviderFactory {

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return new ApiClientSetup();
    }

    @Override
    public String getId() {
        return "default";
    }

    @Override
    public int order() {
        return -100;
    }
}
