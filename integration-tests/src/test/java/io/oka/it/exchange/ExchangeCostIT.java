package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.GATEWAY;
import static io.oka.it.support.Exchanges.code;
import static io.oka.it.support.Exchanges.exchange;
import static io.oka.it.support.Exchanges.grant;
import static io.oka.it.support.Exchanges.introspect;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.testing.ClientMessage;
import io.oka.testing.DatabaseProxy;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the use of keys costs the database: every statement is seen by the proxy before it. */
@OkaServer
final class ExchangeCostIT {

    private static final int MANY = 10_000;
    private static final int AT_ONCE = 8;
    private static final int ATTEMPTS = 5;

    private static TestRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = Exchanges.realm(oka);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void knownKeyCostsNoStatement(Oka oka) {
        Key key = key(realm, Map.of("audiences", List.of("documents-api", "tenant-api")));
        String token = token(realm, key.secret());
        grant(realm, GATEWAY, key.secret()).expect(200);
        code(realm, key.secret());
        introspect(realm, "documents-api", token);
        doorWith(token).expect(200);
        exchange(realm, unknown(0));

        assertCostsNothing(oka, () -> exchange(realm, key.secret()).expect(200));
        assertCostsNothing(oka, () -> grant(realm, GATEWAY, key.secret()).expect(200));
        assertCostsNothing(oka, () -> code(realm, key.secret()));
        assertCostsNothing(oka, () -> introspect(realm, "documents-api", token));
        assertCostsNothing(oka, () -> doorWith(token).expect(200));
        // What is known to be nobody's.
        assertCostsNothing(oka, () -> exchange(realm, unknown(0)));
    }

    @Test
    void newKeyCostsOneSelect(Oka oka) {
        exchange(realm, key(realm).secret()).expect(200);
        Key key = key(realm);
        Key verified = key(realm);
        code(realm, key(realm).secret());

        List<String> cold = statements(oka, () -> exchange(realm, key.secret()).expect(200));
        List<String> coldToVerify = statements(oka, () -> code(realm, verified.secret()));

        for (List<String> statements : List.of(cold, coldToVerify)) {
            assertThat(statements).hasSize(1);
            assertThat(statements.get(0).toLowerCase(Locale.ROOT))
                    .startsWith("select")
                    .contains("oka_api_key");
        }
        assertThat(statements(oka, () -> exchange(realm, unknown(1)))).hasSize(1);
        assertThat(statements(oka, () -> exchange(realm, "junk"))).as("junk").isEmpty();
        assertThat(statements(oka, () -> exchange(realm, unknown(2).substring(0, 46) + "0")))
                .as("wrong checksum")
                .isEmpty();
    }

    @Test
    void manyExchangesLeaveNothingButTheLastUse(Oka oka) {
        Key key = key(realm);
        token(realm, key.secret());
        oka.runTask("oka-flush-api-key-uses");
        Map<String, Long> before = rows(oka);
        Instant start = Instant.now().minus(Duration.ofSeconds(1));

        List<String> statements = statements(oka, () -> exchangeMany(key));
        oka.runTask("oka-flush-api-key-uses");

        assertThat(statements)
                .as("statements that name keys, but for the background's")
                .filteredOn(sql -> sql.toLowerCase(Locale.ROOT).contains("oka_"))
                .filteredOn(sql -> !sql.contains("last_used_at"))
                .filteredOn(sql -> sql.toLowerCase(Locale.ROOT).startsWith("insert"))
                .isEmpty();
        assertThat(rows(oka)).isEqualTo(before);
        assertThat(Instant.parse(key.keys().json(key.id()).path("lastUsedAt").asText()))
                .isAfter(start);
    }

    @Test
    void usesOfAnIntervalAreOneStatement(Oka oka) {
        List<Key> keys = List.of(key(realm), key(realm), key(realm));
        oka.runTask("oka-flush-api-key-uses");
        keys.forEach(key -> {
            for (int i = 0; i < 5; i++) {
                token(realm, key.secret());
            }
        });

        List<String> statements = statements(oka, () -> oka.runTask("oka-flush-api-key-uses"));

        // The background's own flush may have come before this one.
        assertThat(statements.stream().filter(sql -> sql.contains("last_used_at")))
                .hasSizeLessThanOrEqualTo(1);
        keys.forEach(
                key -> assertThat(key.keys().json(key.id()).path("lastUsedAt").isNull())
                        .isFalse());
    }

    /**
     * Not a byte to the database, not even the bounds of a transaction. The server's own background work may come in
     * between, so one of a few must do.
     */
    private static void assertCostsNothing(Oka oka, Runnable request) {
        List<ClientMessage> messages = List.of();
        for (int i = 0; i < ATTEMPTS; i++) {
            try (DatabaseProxy.Recording recording = oka.proxy().record()) {
                request.run();
                messages = recording.messages();
            }
            if (messages.isEmpty()) {
                return;
            }
        }
        assertThat(messages).isEmpty();
    }

    private static void exchangeMany(Key key) {
        for (int done = 0; done < MANY; done += AT_ONCE) {
            List<CompletableFuture<Response>> under = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                under.add(realm.anonymous()
                        .post("/api-keys/exchange")
                        .json(Map.of("apiKey", key.secret()))
                        .sendAsync());
            }
            under.forEach(answer -> answer.join().expect(200));
        }
    }

    /** How many rows each table has where a session, a token or a use could leave one. */
    private static Map<String, Long> rows(Oka oka) {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : List.of(
                "offline_user_session",
                "offline_client_session",
                "event_entity",
                "admin_event_entity",
                "revoked_token",
                "oka_change",
                "oka_api_key",
                "oka_idempotency")) {
            rows.put(table, (Long)
                    oka.rows("SELECT count(*) AS n FROM " + table).get(0).get("n"));
        }
        return rows;
    }

    /** What reaches the database of ours meanwhile. */
    private static List<String> statements(Oka oka, Runnable requests) {
        try (DatabaseProxy.Recording recording = oka.proxy().record()) {
            requests.run();
            // Background work, Keycloak's own and that of the webhooks, is none of the request's.
            return recording.statements().stream()
                    .filter(sql -> sql.toLowerCase(Locale.ROOT).contains("oka_"))
                    .filter(sql -> !sql.contains("OKA_WEBHOOK") && !sql.contains("FANNED_OUT"))
                    .toList();
        }
    }

    private static Response doorWith(String token) {
        return realm.with(token).get("/oka-testing/caller").send();
    }

    private static String unknown(int i) {
        return KeyForm.wellFormed("%032d".formatted(90_000 + i));
    }
}
