package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.exchange;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key that ends on one node ends on the other: by a message, or without it when what is cached expires. */
@OkaServer
final class RevocationOnTwoNodesIT {

    /** Far below the expiry of 30 seconds: what happens within it, the message has brought about. */
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void revokedKeyEndsOnBothNodes(TwoNodes nodes) {
        try (TestRealm realm = Exchanges.realm(nodes.first())) {
            TestRealm onSecond = realm.on(nodes.second());
            Key key = key(realm);
            String token = token(realm, key.secret());
            token(onSecond, key.secret());
            doorWith(onSecond, token).expect(403);

            key.revoke();

            assertThat(exchange(realm, key.secret()).status())
                    .as("here at once")
                    .isEqualTo(401);
            assertThat(doorWith(realm, token).status()).as("here at once").isEqualTo(401);
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(exchange(onSecond, key.secret()).status()).isEqualTo(401);
                assertThat(doorWith(onSecond, token).status()).isEqualTo(401);
            });
        }
    }

    @Test
    void suspendedTenantsKeysEndOnBothNodes(TwoNodes nodes) {
        try (TestRealm realm = Exchanges.realm(nodes.first())) {
            TestRealm onSecond = realm.on(nodes.second());
            Key key = key(realm);
            token(onSecond, key.secret());

            Tenants.suspend(realm, key.tenantId());

            assertThat(exchange(realm, key.secret()).status())
                    .as("here at once")
                    .isEqualTo(401);
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            exchange(onSecond, key.secret()).status())
                    .isEqualTo(401));
        }
    }

    @Test
    void rotatedAndPatchedKeysAreKnownAnewOnBothNodes(TwoNodes nodes) {
        try (TestRealm realm = Exchanges.realm(nodes.first())) {
            TestRealm onSecond = realm.on(nodes.second());
            Key rotated = key(realm);
            Key patched = key(realm);
            token(onSecond, rotated.secret());
            token(onSecond, patched.secret());

            rotated.keys().rotate(rotated.id(), 0).expect(201);
            patched.keys()
                    .patch(patched.id(), Map.of("scopes", java.util.List.of()))
                    .expect(200);

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(exchange(onSecond, rotated.secret()).status()).isEqualTo(401);
                assertThat(exchange(onSecond, patched.secret())
                                .json()
                                .path("scope")
                                .asText("none"))
                        .isEmpty();
            });
        }
    }

    /** A revocation whose message never came: a row that changes behind the node's back. */
    @Test
    void lostMessageIsMadeUpForByTheExpiry(LoneNode node) throws SQLException {
        try (TestRealm realm = Exchanges.realm(node.oka())) {
            Key key = key(realm);
            token(realm, key.secret());

            try (Connection connection = node.oka().connect();
                    PreparedStatement statement =
                            connection.prepareStatement("UPDATE oka_api_key SET revoked_at = now() WHERE id = ?")) {
                statement.setString(1, key.id());
                assertThat(statement.executeUpdate()).isEqualTo(1);
            }

            exchange(realm, key.secret()).expect(200);
            await().atMost(LoneNode.CACHE_EXPIRY.plusSeconds(2))
                    .untilAsserted(() ->
                            assertThat(exchange(realm, key.secret()).status()).isEqualTo(401));
        }
    }

    private static Response doorWith(TestRealm realm, String token) {
        return realm.with(token).get("/tenants").send();
    }
}
