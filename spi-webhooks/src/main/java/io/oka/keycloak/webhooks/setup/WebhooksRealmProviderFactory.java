package io.oka.keycloak.webhooks.setup;

import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.common.realm.OkaRealmProviderFactory;
import io.oka.keycloak.common.realm.RealmSetting;
import io.oka.keycloak.webhooks.WebhookSettings;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The webhooks' settings; there is nothing to set up. */
public final class WebhooksRealmProviderFactory implements OkaRealmProviderFactory {

    private static final OkaRealmProvider PROVIDER = new NothingToSetUp();

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return PROVIDER;
    }

    @Override
    public String getId() {
        return "webhooks";
    }

    @Override
    public List<RealmSetting<?>> settings() {
        return List.of(
                WebhookSettings.MAX_WEBHOOKS_PER_TENANT,
                WebhookSettings.TENANT_TARGETS,
                WebhookSettings.OPERATOR_TARGETS,
                WebhookSettings.PLAIN_WEBHOOKS);
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
