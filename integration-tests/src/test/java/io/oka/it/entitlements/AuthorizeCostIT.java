package io.oka.it.entitlements;

import static io.oka.it.entitlements.Entitlements.authorize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a decision costs the database once its tenant is known: every message is seen by the proxy before it. */
@OkaServer
final class AuthorizeCostIT {

    /** A task may come by with statements of its own: once without any is enough, since ours would always show. */
    private static final Duration QUIET = Duration.ofSeconds(60);

    private static Oka oka;
    private static TestRealm realm;
    private static String tenant = "";
    private static Caller service;

    @BeforeAll
    static void realmWithATenant(Oka server) {
        oka = server;
        realm = server.realm().demoPeople().service("gateway", "authorize").create();
        ApiKeys.allowScopes(realm);
        tenant = Tenants.createWithTeam(realm);
        new Entitlements(realm).set(tenant, Map.of("tier", "pro")).expect(200);
        service = realm.asService("gateway");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    /** Keycloak looks a person's session up; of ours there is nothing. */
    @Test
    void memberCostsNoneOfOurStatements() {
        Caller carol = realm.with(realm.token("carol"));
        ask(carol, Map.of());

        await().atMost(QUIET).untilAsserted(() -> {
            try (var recording = oka.proxy().record()) {
                ask(carol, Map.of());
                assertThat(recording.statements())
                        .noneMatch(sql -> sql.toUpperCase(Locale.ROOT).contains("OKA_"));
            }
        });
    }

    @Test
    void keyCostsNotAByte() {
        Key key = Exchanges.key(realm, tenant, Map.of("quotaLimit", 100, "quotaPeriod", "day"));

        assertCostsNothing(realm.with(Exchanges.token(realm, key.secret())), Map.of());
    }

    @Test
    void serviceThatNamesAPersonCostsNotAByte() {
        assertCostsNothing(service, Map.of("userId", realm.userId("carol"), "requiredRole", "member"));
    }

    @Test
    void serviceThatNamesAKeyCostsNotAByte() {
        Key key = Exchanges.key(realm, tenant, Map.of("quotaLimit", 100, "quotaPeriod", "hour"));

        assertCostsNothing(service, Map.of("apiKeyId", key.id()));
    }

    @Test
    void serviceThatNamesNobodyCostsNotAByte() {
        assertCostsNothing(service, Map.of());
    }

    private static void assertCostsNothing(Caller caller, Map<String, ?> more) {
        ask(caller, more);
        await().atMost(QUIET).untilAsserted(() -> {
            try (var recording = oka.proxy().record()) {
                ask(caller, more);
                assertThat(recording.messages()).isEmpty();
            }
        });
    }

    private static void ask(Caller caller, Map<String, ?> more) {
        Map<String, Object> context = new HashMap<>(Map.of("service", "documents", "requiredFeature", "export"));
        context.putAll(more);
        authorize(caller, tenant, context).expect(200);
    }
}
