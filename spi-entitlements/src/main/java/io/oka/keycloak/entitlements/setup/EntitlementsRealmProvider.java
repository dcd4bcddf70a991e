package io.oka.keycloak.entitlements.setup;

import io.oka.keycloak.common.realm.OkaRealmProvider;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Plans;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The plans to begin with. A realm that has any keeps what its operators made of them. */
record EntitlementsRealmProvider(KeycloakSession session) implements OkaRealmProvider {

    @Override
    public void setUp(RealmModel realm) {
        Plans plans = EntitlementProvider.of(session).plans();
        if (plans.of(realm).lowest() == null) {
            DefaultPlans.ALL.forEach(plan -> plans.create(realm, plan));
        }
    }

    @Override
    public void takeDown(RealmModel realm) {
        // Plans do nothing by themselves: they stay, as all data does.
    }

    @Override
    public Map<String, Boolean> state(RealmModel realm) {
        return Map.of("plans", EntitlementProvider.of(session).plans().of(realm).lowest() != null);
    }
}
