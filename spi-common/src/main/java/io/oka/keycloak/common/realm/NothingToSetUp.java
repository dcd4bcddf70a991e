package io.oka.keycloak.common.realm;

import java.util.Map;
import org.keycloak.models.RealmModel;

/** For a floor that has settings in a realm and puts nothing else there. */
public record NothingToSetUp() implements OkaRealmProvider {

    @Override
    public void setUp(RealmModel realm) {}

    @Override
    public void takeDown(RealmModel realm) {}

    @Override
    public Map<String, Boolean> state(RealmModel realm) {
        return Map.of();
    }
}
