package io.oka.keycloak.common.codes;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Keeps the node's {@link ExternalCodes}. */
public interface ExternalCodesFactory extends ProviderFactory<ExternalCodes> {

    ExternalCodes codes();

    @Override
    default ExternalCodes create(KeycloakSession session) {
        return codes();
    }
}
