package io.oka.keycloak.tenants.setup;

import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.common.realm.OkaRealmProviderFactory;
import io.oka.keycloak.common.realm.RealmSetting;
import io.oka.keycloak.tenants.TenantSettings;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The tenants' part of a realm's set-up, after the ground floor's, whose client scope it fills. */
public final class TenantsRealmProviderFactory implements OkaRealmProviderFactory {

    private static final OkaRealmProvider PROVIDER = new TenantsRealmProvider();

    @Override
    public OkaRealmProvider create(KeycloakSession session) {
        return PROVIDER;
    }

    @Override
    public String getId() {
        return "tenants";
    }

    @Override
    public List<RealmSetting<?>> settings() {
        return List.of(
                TenantSettings.MAX_TENANTS_PER_USER,
                TenantSettings.DIRECT_ADD,
                TenantSettings.SESSIONS_PER_SERVICE,
                TenantSettings.INVITATION_CLIENT,
                TenantSettings.INVITATION_HOURS,
                TenantSettings.MAX_PENDING_INVITATIONS,
                TenantSettings.MAX_INVITATIONS_PER_HOUR);
    }
}
