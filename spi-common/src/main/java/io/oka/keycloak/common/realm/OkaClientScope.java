package io.oka.keycloak.common.realm;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The client scope {@code tenants}. */
public final class OkaClientScope {

    public static final String NAME = "tenants";

    private OkaClientScope() {}

    public static @Nullable ClientScopeModel find(RealmModel realm) {
        return KeycloakModelUtils.getClientScopeByName(realm, NAME);
    }
}
