package io.oka.it.exchange;

import io.oka.it.support.Exchanges;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of one class in one realm of their own whose keys can be exchanged. */
abstract class InExchangeRealm {

    static TestRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = Exchanges.realm(oka);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }
}
