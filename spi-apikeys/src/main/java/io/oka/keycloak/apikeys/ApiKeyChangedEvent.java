package io.oka.keycloak.apikeys;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * A key was changed, rotated, revoked or hashed anew, in the transaction of this session: whoever remembers something of
 * it forgets that once the transaction has committed. That its time has come raises none.
 */
public record ApiKeyChangedEvent(KeycloakSession session, String realmId, String keyId) implements ProviderEvent {}
