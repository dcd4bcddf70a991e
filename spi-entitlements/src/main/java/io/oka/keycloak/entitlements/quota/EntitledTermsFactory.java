package io.oka.keycloak.entitlements.quota;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes {@link EntitledTerms}. */
public final class EntitledTermsFactory implements QuotaTermsFactory {

    @Override
    public QuotaTerms create(KeycloakSession session) {
        return new EntitledTerms(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "entitlements";
    }
}
