package io.oka.keycloak.apikeys.setup;

import io.oka.keycloak.apikeys.ApiKeySettings;
import io.oka.keycloak.apikeys.leak.LeakReportSettings;
import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.common.realm.OkaRealmProviderFactory;
import io.oka.keycloak.common.realm.RealmSetting;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The API keys' settings; there is nothing to set up. */
public final class ApiKeysRealmProviderFactory implements OkaRealmProviderFactory {

    private static final OkaRealmProvider PROVIDER = new NothingToSetUp();

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return PROVIDER;
    }

    @Override
    public String getId() {
        return "api-keys";
    }

    @Override
    public List<RealmSetting<?>> settings() {
        return List.of(ApiKeySettings.KEY_SCOPES, ApiKeySettings.KEY_AUDIENCES, LeakReportSettings.LEAK_REPORT_KEYS);
    }

    private static final class NothingToSetUp implements OkaRealmProvider {

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
