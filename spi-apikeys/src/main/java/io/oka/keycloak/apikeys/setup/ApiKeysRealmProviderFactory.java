package io.oka.keycloak.apikeys.setup;

import io.oka.keycloak.apikeys.ApiKeySettings;
import io.oka.keycloak.apikeys.leak.LeakReportSettings;
import io.oka.keycloak.common.realm.NothingToSetUp;
import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.common.realm.OkaRealmProviderFactory;
import io.oka.keycloak.common.realm.RealmSetting;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The API keys' settings; there is nothing to set up. */
public final class ApiKeysRealmProviderFactory implements OkaRealmProviderFactory {

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return new NothingToSetUp();
    }

    @Override
    public String getId() {
        return "api-keys";
    }

    @Override
    public List<RealmSetting<?>> settings() {
        return List.of(ApiKeySettings.KEY_SCOPES, ApiKeySettings.KEY_AUDIENCES, LeakReportSettings.LEAK_REPORT_KEYS);
    }
}
