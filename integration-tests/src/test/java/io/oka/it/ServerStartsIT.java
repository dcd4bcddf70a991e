package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every other test on a server stands on. */
@OkaServer
final class ServerStartsIT {

    @Test
    void personLogsInThroughThePages(Oka oka) {
        try (TestRealm realm = oka.realm().users("alice").withoutSetup().create()) {
            Tokens tokens = realm.browser().login("alice");

            assertThat(tokens.claims().path("preferred_username").asText()).isEqualTo("alice");
            assertThat(tokens.claims().path("iss").asText()).isEqualTo(realm.issuer());
            assertThat(realm.refresh(tokens).access()).isNotEmpty();
        }
    }

    @Test
    void serviceGetsATokenOfItsOwn(Oka oka) {
        try (TestRealm realm = oka.realm().service("backend").withoutSetup().create()) {
            String token = realm.serviceToken("backend");

            assertThat(Tokens.claims(token).path("azp").asText()).isEqualTo("backend");
        }
    }

    @Test
    void wrongPasswordStaysOnThePage(Oka oka) {
        try (TestRealm realm = oka.realm().users("alice").withoutSetup().create()) {
            var browser =
                    realm.browser().open(TestRealm.WEB, Map.of()).submit(Map.of("username", "alice", "password", "x"));

            assertThat(browser.isBack()).isFalse();
            assertThat(browser.page().select("#kc-form-login, form[method=post]"))
                    .isNotEmpty();
        }
    }

    @Test
    void peopleOfAFreshRealmMakeTenants(TestRealm realm) {
        Response answer = realm.oka()
                .http()
                .post(realm.path("/tenants"))
                .bearer(realm.token("alice"))
                .json(Map.of("name", "acme"))
                .send();

        assertThat(answer.expect(201).json().path("name").asText()).isEqualTo("acme");
    }

    @Test
    void clockMoves(Oka oka) {
        try (TestRealm realm = oka.realm().users("alice").withoutSetup().create()) {
            long before = Tokens.claims(realm.token("alice")).path("iat").asLong();

            oka.moveClock(Duration.ofHours(1));

            long after = Tokens.claims(realm.token("alice")).path("iat").asLong();
            assertThat(after - before).isBetween(3600L, 3700L);
        }
    }

    @Test
    void statementsAreCounted(Oka oka) {
        try (TestRealm realm = oka.realm().users("alice").withoutSetup().create();
                var recording = oka.proxy().record()) {
            oka.resetStatementCount();

            realm.addUser("bob");

            assertThat(oka.statementCount()).isPositive();
            assertThat(recording.statements()).anyMatch(sql -> sql.contains("USER_ENTITY"));
        }
    }

    @Test
    void databaseIsWithinReach(Oka oka) throws Exception {
        try (var connection = oka.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM realm WHERE name = 'master'")) {
            row.next();

            assertThat(row.getInt(1)).isEqualTo(1);
        }
    }
}
