package io.oka.it.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peek is advice: a node's own use shows in it at once, another node's within two seconds. */
@OkaServer
final class PeekOnTwoNodesIT {

    private static final Duration PROMISED = Duration.ofSeconds(2);

    @Test
    void useOnOneNodeIsSeenOnTheOtherWithinTwoSeconds(TwoNodes nodes) {
        try (TestRealm realm = nodes.first()
                .realm()
                .service(Meter.SERVICE, "record-usage", "authorize")
                .create()) {
            String tenant = Tenants.create(realm, null);
            String token = realm.serviceToken(Meter.SERVICE);
            Caller here = realm.with(token);
            Caller there = realm.on(nodes.second()).with(token);
            Meter meter = Meter.of(nodes.first(), here, tenant);
            Meter other = Meter.of(nodes.second(), there, tenant);
            assertThat(peeked(here, tenant)).isZero();
            assertThat(peeked(there, tenant)).isZero();

            for (int used = 1; used <= 5; used++) {
                long expected = used;
                meter.recordEnforced(1).expect(200);

                assertThat(peeked(here, tenant)).isEqualTo(expected);
                await().atMost(PROMISED).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
                    assertThat(peeked(there, tenant)).isEqualTo(expected);
                    assertThat(other.quota("").path("used").asLong()).isEqualTo(expected);
                });
            }
        }
    }

    /** What the decision says is used. */
    private static long peeked(Caller caller, String tenant) {
        return caller.post("/entitlements/authorize")
                .json(Map.of("action", "documents:read", "context", Map.of("tenantId", tenant, "service", "documents")))
                .send()
                .expect(200)
                .json()
                .at("/metadata/quota/used")
                .asLong();
    }
}
