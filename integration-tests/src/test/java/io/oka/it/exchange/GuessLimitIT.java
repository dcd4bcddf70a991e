package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.DOCUMENTS;
import static io.oka.it.support.Exchanges.GATEWAY;
import static io.oka.it.support.Exchanges.exchange;
import static io.oka.it.support.Exchanges.grant;
import static io.oka.it.support.Exchanges.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who tries keys out is stopped, and fills no event store. */
@OkaServer
final class GuessLimitIT {

    private static final int LIMIT = 30;
    private static final int EVENTS = 10;

    @Test
    void addressIsStoppedAfterItsFailuresAndLetInLater(Oka oka) {
        try (TestRealm realm = Exchanges.realm(oka)) {
            Key key = key(realm);
            for (int i = 0; i < LIMIT; i++) {
                assertThat(exchange(realm, guess(i)).status()).as("guess %d", i).isEqualTo(401);
                if (i % 10 == 0) {
                    // A success makes no room.
                    exchange(realm, key.secret()).expect(200);
                }
            }

            Response stopped = exchange(realm, key.secret());

            assertThat(stopped.status()).isEqualTo(429);
            assertThat(stopped.json().path("error").asText()).isEqualTo("too_many_requests");
            assertThat(stopped.header("Retry-After"))
                    .hasValueSatisfying(
                            seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60));
            assertThat(exchange(realm, guess(0)).status()).isEqualTo(429);

            oka.moveClock(Duration.ofSeconds(61));

            exchange(realm, key.secret()).expect(200);
        }
    }

    @Test
    void clientsOfOneAddressAreCountedApart(Oka oka) {
        try (TestRealm realm = Exchanges.realm(oka)) {
            Key key = key(realm);
            for (int i = 0; i < LIMIT; i++) {
                assertThat(grant(realm, GATEWAY, guess(i)).status()).isEqualTo(400);
            }

            Response stopped = grant(realm, GATEWAY, key.secret());

            assertThat(stopped.status()).isEqualTo(429);
            assertThat(stopped.header("Retry-After")).isPresent();
            grant(realm, DOCUMENTS, key.secret()).expect(200);
            exchange(realm, key.secret()).expect(200);
        }
    }

    @Test
    void realmsAreCountedApart(Oka oka) {
        try (TestRealm one = Exchanges.realm(oka);
                TestRealm other = Exchanges.realm(oka)) {
            for (int i = 0; i <= LIMIT; i++) {
                exchange(one, guess(i));
            }

            assertThat(exchange(one, guess(0)).status()).isEqualTo(429);
            exchange(other, key(other).secret()).expect(200);
        }
    }

    @Test
    void eventsTellWhatAnswersDoNotAndAreFew(Oka oka) {
        try (TestRealm realm = Exchanges.realm(oka)) {
            realm.update(Map.of("eventsEnabled", true));
            Key revoked = key(realm);
            revoked.revoke();
            Key elsewhere = key(realm, Exchanges.elsewhere());

            exchange(realm, revoked.secret());
            exchange(realm, elsewhere.secret());
            exchange(realm, "junk");
            for (int i = 0; i < LIMIT; i++) {
                exchange(realm, guess(i));
            }

            JsonNode events = oka.admin().get(realm.adminPath("/events?type=TOKEN_EXCHANGE_ERROR&max=100"));
            assertThat(events).hasSize(EVENTS);
            assertThat(events.findValuesAsText("error"))
                    .contains("api_key_revoked", "api_key_address_denied", "api_key_malformed", "api_key_unknown");
            assertThat(events.findValuesAsText("api_key_id")).containsExactlyInAnyOrder(revoked.id(), elsewhere.id());
            assertThat(events.findValuesAsText("ipAddress")).containsOnly("127.0.0.1");
            assertThat(events.toString()).doesNotContain(revoked.secret(), elsewhere.secret(), guess(0));
        }
    }

    /** Of the right form and checksum, and nobody's: such a guess has to be looked for. */
    private static String guess(int i) {
        return KeyForm.wellFormed("%032d".formatted(i));
    }
}
