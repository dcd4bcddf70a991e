package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.realm.NothingToSetUp;
import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.common.realm.OkaRealmProviderFactory;
import io.oka.keycloak.common.realm.RealmSetting;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Counting needs nothing set up in a realm, and has settings there. */
public final class QuotaRealmProviderFactory implements OkaRealmProviderFactory {

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return new NothingToSetUp();
    }

    @Override
    public String getId() {
        return "quotas";
    }

    @Override
    public List<RealmSetting<?>> settings() {
        return List.of(QuotaSettings.WARNING_PERCENT);
    }
}
