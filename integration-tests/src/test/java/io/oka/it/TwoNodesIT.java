package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import org.junit.jupiter.api.Test;

/** The cluster that tests with two nodes stand on. */
@OkaServer
final class TwoNodesIT {

    @Test
    void tokenOfOneNodeIsGoodOnTheOther(TwoNodes nodes) {
        try (TestRealm realm =
                nodes.first().realm().users("alice").withoutSetup().create()) {
            String token = realm.token("alice");

            int status = nodes.second()
                    .http()
                    .get(realm.path("/protocol/openid-connect/userinfo"))
                    .bearer(token)
                    .send()
                    .status();

            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void killedNodeLeavesAndComesBack(TwoNodes nodes) {
        nodes.second().server().kill();
        nodes.awaitView(1);

        nodes.restartDead();

        assertThat(nodes.second().http().get("/realms/master").send().status()).isEqualTo(200);
    }
}
