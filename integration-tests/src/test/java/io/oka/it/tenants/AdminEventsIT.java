package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and operators do through our endpoints stands among the realm's admin events, for its console. */
@OkaServer
final class AdminEventsIT {

    private static Oka oka;
    private static TestRealm realm;

    @BeforeAll
    static void realmThatKeepsAdminEvents(Oka server) {
        oka = server;
        realm = server.realm()
                .demoPeople()
                .with(representation -> {
                    representation.put("adminEventsEnabled", true);
                    representation.put("adminEventsDetailsEnabled", true);
                })
                .create();
        realm.setting("directAdd", true);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void forgetEarlierEvents() {
        oka.admin().delete(realm.adminPath("/admin-events"));
    }

    @Test
    void whatPeopleDoIsThere() {
        String id = realm.as("alice")
                .post("/tenants")
                .json(Map.of("name", Tenants.freshName(), "displayName", "Shown"))
                .send()
                .expect(201)
                .id();
        String carol = "/tenants/" + id + "/members/" + realm.userId("carol");
        realm.as("alice")
                .post("/tenants/" + id + "/members")
                .json(Map.of("username", "carol"))
                .send()
                .expect(201);
        realm.as("alice").patch(carol).json(Map.of("role", "admin")).send().expect(200);
        realm.as("alice").delete(carol).send().expect(204);
        realm.as("alice")
                .patch("/tenants/" + id)
                .json(Map.of("displayName", "x"))
                .send()
                .expect(200);
        realm.as("alice").delete("/tenants/" + id).send().expect(204);

        assertThat(events())
                .extracting(AdminEventsIT::line)
                .containsExactlyInAnyOrder(
                        "CREATE OKA_TENANT tenants/" + id,
                        "CREATE OKA_TENANT_MEMBER tenants/" + id + "/members/" + realm.userId("alice"),
                        "CREATE OKA_SUBSCRIPTION tenants/" + id + "/subscription",
                        "CREATE OKA_TENANT_MEMBER " + carol.substring(1),
                        "UPDATE OKA_TENANT_MEMBER " + carol.substring(1),
                        "DELETE OKA_TENANT_MEMBER " + carol.substring(1),
                        "UPDATE OKA_TENANT tenants/" + id,
                        "DELETE OKA_TENANT tenants/" + id);
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.path("authDetails").path("userId").asText()).isEqualTo(realm.userId("alice"));
            assertThat(event.path("authDetails").path("ipAddress").asText()).isNotBlank();
            assertThat(event.has("error")).isFalse();
        });
        assertThat(events())
                .anySatisfy(event ->
                        assertThat(event.path("representation").asText()).contains("Shown"));
    }

    @Test
    void whatOperatorsDoIsThere() {
        String id = Tenants.create(realm, "alice");
        Tenants.suspend(realm, id);
        realm.operator().post("/tenants/" + id + "/resume").send().expect(200);
        realm.operator()
                .patch("/oka/settings")
                .json(Map.of("directAdd", true))
                .send()
                .expect(200);
        realm.operator().post("/oka/setup").send().expect(200);

        assertThat(events())
                .extracting(AdminEventsIT::line)
                .contains(
                        "CREATE OKA_TENANT tenants/" + id,
                        "CREATE OKA_TENANT_MEMBER tenants/" + id + "/members/" + realm.userId("alice"),
                        "ACTION OKA_TENANT tenants/" + id,
                        "UPDATE OKA_REALM oka/settings",
                        "CREATE OKA_REALM oka/setup");
        assertThat(events())
                .noneMatch(event ->
                        event.path("authDetails").path("userId").asText().equals(realm.userId("alice")));
    }

    @Test
    void refusalAndReadingLeaveNone() {
        String id = Tenants.createWithTeam(realm);
        forgetEarlierEvents();

        realm.as("carol").delete("/tenants/" + id).send().expect(403);
        realm.as("alice")
                .delete("/tenants/" + id + "/members/" + realm.userId("alice"))
                .send()
                .expect(409);
        realm.as("alice").get("/tenants/" + id + "/members").send().expect(200);

        assertThat(events()).isEmpty();
    }

    private static List<JsonNode> events() {
        return oka.admin()
                .get(realm.adminPath("/admin-events?max=100"))
                .valueStream()
                .filter(event -> event.path("resourceType").asText().startsWith("OKA_"))
                .toList();
    }

    private static String line(JsonNode event) {
        return event.path("operationType").asText() + " "
                + event.path("resourceType").asText() + " "
                + event.path("resourcePath").asText();
    }
}
