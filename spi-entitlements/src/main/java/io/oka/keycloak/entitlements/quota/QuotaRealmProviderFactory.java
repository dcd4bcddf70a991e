package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.common.realm.OkaRealmProviderFactory;
import io.oka.keycloak.common.realm.RealmSetting;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Counting needs nothing set up in a realm, and has settings there. */
public final class QuotaRealmProviderFactory implements OkaRealmProviderFactory {

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return new Nothing();
    }

    @Override
    public String getId() {
        return "quotas";
    }

    @Override
    public List<RealmSetting<?>> settings() {
        return List.of(QuotaSettings.WARNING_PERCENT);
    }

    private static final class Nothing implements OkaRealmProvider {

        @Override
        public void setUp(RealmModel realm) {}

        @Override
        public void takeDown(RealmModel realm) {}

        @Override
        public Map<String, Boolean> state(RealmModel realm) {
            return Map.of();
        }
    }
}
