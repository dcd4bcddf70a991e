package io.oka.keycloak.common.realm;

import java.util.Map;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** What a floor puts into a realm when Oka is switched on there. */
public interface OkaRealmProvider extends Provider {

    /** Makes what is missing and leaves what is there: may run any number of times. */
    void setUp(RealmModel realm);

    /** Takes away what would go on working without Oka's endpoints; data stays. */
    void takeDown(RealmModel realm);

    /** Which parts of the floor's set-up are in place, by name. */
    Map<String, Boolean> state(RealmModel realm);

    @Override
    default void close() {}
}
