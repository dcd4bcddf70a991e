package io.oka.it.common;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Problems;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /admin/realms/{realm}/oka}: Oka switched on, configured and switched off in a realm. */
@OkaServer
final class SetupIT {

    private final Oka oka;
    private final TestRealm realm;
    private final Caller operator;

    SetupIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.operator = realm.operator();
    }

    @BeforeEach
    void startFromDefaults() {
        realm.setting("maxTenantsPerUser", null);
        realm.setting("directAdd", null);
    }

    @AfterEach
    void leaveTheRealmAsItWas() {
        realm.update(Map.of("enabled", true, "sslRequired", "external"));
        operator.post("/oka/setup").send().expect(200);
    }

    @Test
    void settingUpAgainChangesNothing() {
        Response before = operator.get("/oka/setup").send().expect(200);

        Response again = operator.post("/oka/setup").send().expect(200);

        assertThat(again.json()).isEqualTo(before.json());
        assertThat(again.json().path("enabled").asBoolean()).isTrue();
        assertThat(again.json().path("audience").asText()).isEqualTo("tenant-api");
        assertThat(again.json().path("parts")).isNotEmpty().allMatch(JsonNode::asBoolean);
        assertThat(oka.admin().get(realm.adminPath("/clients?clientId=tenant-api")))
                .hasSize(1);
        JsonNode scopes = oka.admin().get(realm.adminPath("/client-scopes"));
        assertThat(scopes.findValuesAsText("name").stream().filter("tenants"::equals))
                .hasSize(1);
    }

    @Test
    void untouchedRealmHasNoEndpointsUntilItIsSetUp() {
        try (TestRealm untouched = oka.realm().users("alice").withoutSetup().create()) {
            Response state = untouched.operator().get("/oka/setup").send().expect(200);

            assertThat(state.json().path("enabled").asBoolean(true)).isFalse();
            assertThat(state.json().path("parts")).isNotEmpty().noneMatch(JsonNode::asBoolean);
            assertProblem(untouched.anonymous().get("/tenants").send(), 404, "not_found");
            assertProblem(untouched.as("alice").get("/tenants").send(), 404, "not_found");
            assertProblem(untouched.operator().get("/tenants").send(), 404, "not_found");
            untouched.operator().post("/oka/setup").send().expect(200);
            untouched.operator().get("/tenants").send().expect(200);
        }
    }

    @Test
    void switchedOffRealmHasNeitherEndpointsNorClaims() {
        String tenant = Tenants.createWithTeam(realm);
        String token = realm.token("alice");
        assertThat(audience(token)).contains("tenant-api");

        operator.delete("/oka/setup").send().expect(204);

        assertProblem(realm.with(token).get("/tenants").send(), 404, "not_found");
        assertProblem(realm.with(token).get("/tenants/" + tenant).send(), 404, "not_found");
        assertProblem(realm.anonymous().get("/tenants").send(), 404, "not_found");
        assertProblem(operator.get("/tenants").send(), 404, "not_found");
        assertProblem(operator.get("/tenants/" + tenant).send(), 404, "not_found");
        assertThat(operator.get("/oka/setup")
                        .send()
                        .expect(200)
                        .json()
                        .path("enabled")
                        .asBoolean(true))
                .isFalse();
        JsonNode claims = Tokens.claims(realm.token("alice"));
        assertThat(audience(realm.token("alice"))).doesNotContain("tenant-api");
        assertThat(claims.has("tenant_id")).isFalse();
        assertThat(claims.has("tenant_role")).isFalse();
    }

    @Test
    void switchingOffTwiceIsFine() {
        operator.delete("/oka/setup").send().expect(204);

        operator.delete("/oka/setup").send().expect(204);
    }

    @Test
    void dataAreBackOnceItIsSwitchedOnAgain() {
        String tenant = Tenants.createWithTeam(realm);
        Response before = realm.as("alice").get("/tenants/" + tenant).send().expect(200);
        operator.delete("/oka/setup").send().expect(204);

        operator.post("/oka/setup").send().expect(200);

        Response after = realm.with(realm.token("alice"))
                .get("/tenants/" + tenant)
                .send()
                .expect(200);
        assertThat(after.json()).isEqualTo(before.json());
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    }

    @Test
    void settingsHaveTheirDefaults() {
        JsonNode settings = operator.get("/oka/settings").send().expect(200).json();

        assertThat(settings.path("maxTenantsPerUser").asInt()).isEqualTo(5);
        assertThat(settings.path("directAdd").asBoolean(true)).isFalse();
        assertThat(settings.path("sessionsPerService").asText()).isEqualTo("many");
        assertThat(settings.path("invitationHours").asInt()).isEqualTo(72);
        assertThat(settings.path("maxPendingInvitations").asInt()).isEqualTo(200);
        assertThat(settings.path("maxInvitationsPerHour").asInt()).isEqualTo(100);
        assertThat(settings.path("fallbackTier").asText("none")).isEmpty();
        assertThat(settings.path("maxWebhooksPerTenant").asInt()).isEqualTo(20);
        assertThat(settings.path("tenantTargets").toString()).isEqualTo("[]");
        assertThat(settings.path("operatorTargets").toString()).isEqualTo("[]");
        assertThat(settings.path("plainWebhooks").asBoolean(true)).isFalse();
    }

    @Test
    void settingStaysUntilNullResetsIt() {
        JsonNode changed = patch(Map.of("maxTenantsPerUser", 7, "directAdd", true))
                .expect(200)
                .json();
        assertThat(changed.path("maxTenantsPerUser").asInt()).isEqualTo(7);
        assertThat(operator.get("/oka/settings").send().json()).isEqualTo(changed);

        JsonNode reset = patch(Collections.singletonMap("maxTenantsPerUser", null))
                .expect(200)
                .json();

        assertThat(reset.path("maxTenantsPerUser").asInt()).isEqualTo(5);
        assertThat(reset.path("directAdd").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "maxTenantsPerUser,-1",
        "maxTenantsPerUser,10001",
        "maxTenantsPerUser,1.5",
        "maxTenantsPerUser,\"5\"",
        "maxTenantsPerUser,true",
        "maxTenantsPerUser,99999999999",
        "directAdd,1",
        "directAdd,\"true\"",
        "directAdd,[]",
        "sessionsPerService,1",
        "sessionsPerService,\"two\"",
        "invitationHours,0",
        "invitationHours,721",
        "maxPendingInvitations,-1",
        "maxInvitationsPerHour,0",
        "maxWebhooksPerTenant,-1",
        "tenantTargets,\"127.0.0.1\"",
        "tenantTargets,[\"no host\"]",
        "operatorTargets,[null]",
        "plainWebhooks,1"
    })
    void settingThatIsNoGoodIsRefused(String setting, String value) {
        JsonNode before = operator.get("/oka/settings").send().json();

        Response refused = operator.patch("/oka/settings")
                .body("application/json", "{\"" + setting + "\":" + value + "}")
                .send();

        assertInvalid(refused, setting);
        assertThat(operator.get("/oka/settings").send().json()).isEqualTo(before);
    }

    @Test
    void unknownSettingIsRefusedWithAllThatCameWithIt() {
        Response refused = patch(Map.of("maxTenantsPerUser", 9, "noSuchSetting", true));

        assertProblem(refused, 400, "unknown_member");
        assertThat(Problems.fieldsOf(refused)).containsExactly("noSuchSetting");
        JsonNode settings = operator.get("/oka/settings").send().json();
        assertThat(settings.path("maxTenantsPerUser").asInt()).isEqualTo(5);
    }

    @Test
    void whoMayViewTheRealmReadsAndDoesNotWrite() {
        String tenant = Tenants.createWithTeam(realm);
        Caller viewer = realmAdmin("viewer", "view-realm");

        for (String path : List.of("/oka/setup", "/oka/settings", "/tenants", "/tenants/" + tenant)) {
            viewer.get(path).send().expect(200);
        }
        viewer.get("/tenants/" + tenant + "/members").send().expect(200);
        String member = "/tenants/" + tenant + "/members/" + realm.userId("carol");
        for (Response refused : List.of(
                viewer.post("/oka/setup").send(),
                viewer.delete("/oka/setup").send(),
                viewer.patch("/oka/settings").json(Map.of()).send(),
                viewer.post("/tenants").json(Map.of("name", freshName())).send(),
                viewer.patch("/tenants/" + tenant).json(Map.of()).send(),
                viewer.post("/tenants/" + tenant + "/suspend").send(),
                viewer.post("/tenants/" + tenant + "/resume").send(),
                viewer.post("/tenants/" + tenant + "/restore").send(),
                viewer.delete("/tenants/" + tenant).send(),
                viewer.post("/tenants/" + tenant + "/members")
                        .json(Map.of("username", "erin"))
                        .send(),
                viewer.patch(member).json(Map.of("role", "admin")).send(),
                viewer.delete(member).send())) {
            assertProblem(refused, 403, "forbidden");
        }
    }

    @Test
    void whoMayManageTheRealmWrites() {
        Caller manager = realmAdmin("manager", "manage-realm", "view-realm");

        manager.post("/oka/setup").send().expect(200);
        manager.post("/tenants").json(Map.of("name", freshName())).send().expect(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manage-users", "view-users", "manage-clients", "query-groups"})
    void otherAdminsGetNothing(String role) {
        Caller other = realmAdmin("only-" + role, role);

        assertProblem(other.get("/tenants").send(), 403, "forbidden");
        assertProblem(other.get("/oka/setup").send(), 403, "forbidden");
        assertProblem(other.post("/tenants").json(Map.of("name", freshName())).send(), 403, "forbidden");
    }

    @Test
    void adminOfOneRealmIsNobodyInAnother() {
        Caller manager = realmAdmin("manager-here", "manage-realm", "view-realm");
        manager.get("/tenants").send().expect(200);
        String token = realm.token("manager-here");
        try (TestRealm other = oka.realm().users("alice").create()) {

            Response refused = other.operatorWith(token).get("/tenants").send();

            assertProblem(refused, 403, "forbidden");
        }
    }

    @Test
    void disabledRealmIsClosedToItsMembers() {
        String token = realm.token("alice");

        realm.update(Map.of("enabled", false));

        assertProblem(realm.with(token).get("/tenants").send(), 403, "realm_disabled");
        assertProblem(realm.anonymous().get("/tenants").send(), 403, "realm_disabled");
        operator.get("/tenants").send().expect(200);
    }

    @Test
    void realmThatNeedsTlsIsClosedOverPlainHttp() {
        String token = realm.token("alice");

        realm.update(Map.of("sslRequired", "all"));

        assertProblem(realm.with(token).get("/tenants").send(), 403, "https_required");
        assertProblem(realm.anonymous().request("OPTIONS", "/tenants").send(), 403, "https_required");
    }

    private Response patch(Map<String, ?> settings) {
        return operator.patch("/oka/settings").json(settings).send();
    }

    private static List<String> audience(String token) {
        JsonNode audience = Tokens.claims(token).path("aud");
        return audience.isTextual()
                ? List.of(audience.asText())
                : StreamSupport.stream(audience.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
    }

    /** A person of the realm with these roles of its realm-management, at its admin endpoints. */
    private Caller realmAdmin(String username, String... roles) {
        String user = realm.addUser(username);
        String management = oka.admin().clientUuid(realm.name(), "realm-management");
        List<JsonNode> granted = Arrays.stream(roles)
                .map(role -> oka.admin().get(realm.adminPath("/clients/" + management + "/roles/" + role)))
                .toList();
        oka.admin().post(realm.adminPath("/users/" + user + "/role-mappings/clients/" + management), granted);
        return realm.operatorWith(realm.token(username));
    }
}
