package io.oka.it.entitlements;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a realm where one service may ask for evaluations, another may search, and a third may do neither. */
abstract class InAuthzenRealm {

    static Oka oka;
    static TestRealm realm;
    static Entitlements entitlements;
    static Caller gateway;
    static Caller searcher;
    String tenant = "";

    @BeforeAll
    static void realmWithServices(Oka server) {
        oka = server;
        realm = server.realm()
                .demoPeople()
                .service("gateway", "authorize")
                .service("searcher", "search-access")
                .service("plain")
                .create();
        ApiKeys.allowScopes(realm);
        entitlements = new Entitlements(realm);
        gateway = realm.asService("gateway");
        searcher = realm.asService("searcher");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newTenant() {
        tenant = Tenants.createWithTeam(realm);
    }
}
