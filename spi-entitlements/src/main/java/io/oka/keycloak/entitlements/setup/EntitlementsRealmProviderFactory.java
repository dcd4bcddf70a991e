package io.oka.keycloak.entitlements.setup;

import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.common.realm.OkaRealmProviderFactory;
import io.oka.keycloak.common.realm.RealmSetting;
import io.oka.keycloak.entitlements.EntitlementSettings;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The entitlements' part of a realm's set-up and settings. */
public final class EntitlementsRealmProviderFactory implements OkaRealmProviderFactory {

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return new EntitlementsRealmProvider(session);
    }

    @Override
    public String getId() {
        return "entitlements";
    }

    @Override
    public List<RealmSetting<?>> settings() {
        return List.of(EntitlementSettings.FALLBACK_TIER);
    }
}
