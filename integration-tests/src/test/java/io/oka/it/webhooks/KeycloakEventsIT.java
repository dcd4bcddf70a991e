package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.server.AdminApi;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keycloak's own events in the change log: where somebody listens, and with what they tell of or not at all. */
@OkaServer
final class KeycloakEventsIT {

    private static final String BREAK = """
            CREATE FUNCTION oka_test_refuse() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION 'refused by a test'; END $$;
            CREATE TRIGGER oka_test_refuse BEFORE INSERT ON oka_change FOR EACH ROW
              WHEN (NEW.type LIKE 'keycloak.%') EXECUTE FUNCTION oka_test_refuse()""";

    private static final String MEND = """
            DROP TRIGGER IF EXISTS oka_test_refuse ON oka_change;
            DROP FUNCTION IF EXISTS oka_test_refuse()""";

    private final Oka oka;
    private final TestRealm realm;

    KeycloakEventsIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().users("alice").create();
    }

    @AfterEach
    void removeRealm() throws SQLException {
        run(MEND);
        realm.close();
    }

    @Test
    void nobodyListensSoNothingIsWritten() {
        realm.token("alice");
        realm.addUser("bob");

        assertThat(events()).isEmpty();
    }

    @Test
    void whoListensForLoginsHearsOfLoginsAlone() {
        listenFor("keycloak.user.login");

        realm.token("alice");
        realm.addUser("bob");

        assertThat(events()).singleElement().satisfies(row -> {
            assertThat(row.type()).isEqualTo("keycloak.user.login");
            assertThat(row.actorType()).isEqualTo("user");
            assertThat(row.actorId()).isEqualTo(realm.userId("alice"));
            assertThat(row.datum("userId")).isEqualTo(realm.userId("alice"));
            assertThat(row.data().path("details").path("username").asText()).isEqualTo("alice");
        });
    }

    @Test
    void whatAdministratorsDoIsHeardWithoutWhatTheySent() {
        listenFor("keycloak.admin.*");

        String bob = realm.addUser("bob");

        assertThat(events()).anySatisfy(row -> {
            assertThat(row.type()).isEqualTo("keycloak.admin.user.create");
            assertThat(row.actorType()).isEqualTo("operator");
            assertThat(row.datum("resourcePath")).isEqualTo("users/" + bob);
            assertThat(row.data().has("representation")).isFalse();
        });
    }

    @Test
    void ourOwnChangesDoNotComeAgainAsKeycloaks() {
        listenFor("*");

        String tenant = realm.as("alice")
                .post("/tenants")
                .json(Map.of("name", "twice-told"))
                .send()
                .expect(201)
                .id();

        assertThat(ChangeRow.types(oka, tenant)).contains("tenant.created");
        assertThat(events()).extracting(ChangeRow::type).noneMatch(type -> type.contains("oka_"));
    }

    @Test
    void endpointThatIsRemovedHearsNoMore() {
        String id = listenFor("keycloak.user.*");
        realm.operator().delete("/webhooks/" + id).send().expect(204);

        realm.token("alice");

        assertThat(events()).isEmpty();
    }

    @Test
    void failedLoginIsHeardToo() {
        listenFor("keycloak.user.login_error");

        Response refused = login("wrong");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(events()).extracting(row -> row.datum("error")).containsExactly("invalid_user_credentials");
    }

    @Test
    void changeWhoseEventCannotBeWrittenIsNotMade() throws SQLException {
        listenFor("*");
        run(BREAK);

        AdminApi.Answer answer =
                oka.admin().send("POST", realm.adminPath("/users"), Map.of("username", "bob"), Set.of(500, 503));

        assertThat(answer.json().path("error").asText()).isNotBlank();
        assertThat(answer.json().toString()).doesNotContain("refused by a test").doesNotContain("at io.");
        run(MEND);
        JsonNode found = oka.admin().get(realm.adminPath("/users?exact=true&username=bob"));
        assertThat(found).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void loginWhoseEventCannotBeWrittenGivesNoToken() throws SQLException {
        listenFor("*");
        run(BREAK);

        Response answer = login("alice");

        assertThat(answer.status()).isBetween(500, 503);
        assertThat(answer.text()).doesNotContain("access_token").doesNotContain("refused by a test");
        run(MEND);
        assertThat(login("alice").status()).isEqualTo(200);
    }

    private String listenFor(String... events) {
        return realm.operator()
                .post("/webhooks")
                .json(Map.of("url", "https://hooks.example/oka", "events", List.of(events)))
                .send()
                .expect(201)
                .id();
    }

    private Response login(String password) {
        return realm.tokenRequest(Map.of(
                "grant_type", "password", "client_id", TestRealm.WEB, "username", "alice", "password", password));
    }

    private List<ChangeRow> events() {
        String realmId = oka.admin().get(realm.adminPath("")).path("id").asText();
        return ChangeRow.ofKeycloak(oka, realmId);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = oka.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
