package io.oka.it.login;

import io.oka.testing.Oka;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of one class in one {@link LoginRealm} of their own. */
abstract class InLoginRealm {

    static LoginRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = LoginRealm.create(oka);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }
}
