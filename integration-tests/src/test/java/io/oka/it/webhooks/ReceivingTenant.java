package io.oka.it.webhooks;

import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of a tenant of alice, bob and carol, whose webhooks bob keeps and a receiver on this machine takes. */
abstract class ReceivingTenant {

    static TestRealm realm;

    final Oka oka;
    final WebhookReceiver receiver = WebhookReceiver.start();
    String tenant = "";
    Webhooks webhooks;

    ReceivingTenant(Oka oka) {
        this.oka = oka;
        this.webhooks = Webhooks.ofRealm(realm);
    }

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = oka.realm().users("alice", "bob", "carol", "dave").create();
        realm.setting("tenantTargets", List.of("127.0.0.1"));
        realm.setting("operatorTargets", List.of("127.0.0.1"));
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void createTenant() {
        tenant = Tenants.createWithTeam(realm);
        webhooks = Webhooks.of(realm, "bob", tenant);
    }

    @AfterEach
    void stopReceiver() {
        receiver.close();
    }
}
