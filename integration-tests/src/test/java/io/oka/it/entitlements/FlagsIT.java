package io.oka.it.entitlements;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /admin/realms/{realm}/entitlements/flags}, and what tenants see of them. */
@OkaServer
final class FlagsIT {

    private final Oka oka;
    private final TestRealm realm;
    private final Entitlements entitlements;
    private final Caller operator;
    private String tenant = "";
    private String key = "";

    FlagsIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.entitlements = new Entitlements(realm);
        this.operator = realm.operator();
    }

    @BeforeEach
    void newTenant() {
        tenant = Tenants.createWithTeam(realm);
        key = "flag." + UUID.randomUUID();
    }

    @Test
    void flagIsMadeReadChangedAndRemoved() {
        Response made =
                entitlements.flag(Map.of("key", key, "description", "Mine")).expect(201);

        assertThat(made.json().path("active").asBoolean()).isTrue();
        assertThat(made.json().path("valueType").asText()).isEqualTo("boolean");
        assertThat(made.json().path("stickiness").asText()).isEqualTo("tenant");
        assertThat(made.json().path("rolloutPercentage").asInt(-1)).isZero();
        assertThat(made.header("Location")).contains(oka.baseUrl() + realm.adminPath("/entitlements/flags/" + key));
        Response read = get();
        assertThat(read.json()).isEqualTo(made.json());
        assertThat(read.header("ETag")).isEqualTo(made.header("ETag"));
        Response patched = patch(Map.of("rolloutPercentage", 100));
        assertThat(patched.expect(200).json().path("description").asText()).isEqualTo("Mine");
        assertThat(patched.header("ETag")).isNotEqualTo(read.header("ETag"));
        JsonNode replaced = operator.put(path(""))
                .json(Map.of("enabledTiers", List.of("pro")))
                .send()
                .expect(200)
                .json();
        assertThat(replaced.path("description").isNull()).isTrue();
        assertThat(replaced.path("rolloutPercentage").asInt()).isZero();
        assertThat(entitlements.flag(Map.of("key", key)).code()).isEqualTo("key_taken");
        operator.delete(path("")).send().expect(204);
        assertProblem(operator.get(path("")).send(), 404, "not_found");
        assertThat(oka.rows("SELECT data FROM oka_change WHERE type = 'flag.changed' AND data LIKE ?", "%" + key + "%"))
                .hasSize(4);
    }

    @Test
    void toggleKillsAndRevives() {
        entitlements.flag(Map.of("key", key, "rolloutPercentage", 100)).expect(201);
        assertThat(feature().path("enabled").asBoolean()).isTrue();

        JsonNode killed = operator.post(path("/toggle")).send().expect(200).json();

        assertThat(killed.path("active").asBoolean(true)).isFalse();
        assertThat(feature().path("enabled").asBoolean(true)).isFalse();
        assertThat(feature().path("reason").asText()).isEqualTo("DISABLED");
        operator.post(path("/toggle")).send().expect(200);
        assertThat(feature().path("enabled").asBoolean()).isTrue();
    }

    @Test
    void tenantIsNamedAndNoMore() {
        entitlements.flag(Map.of("key", key)).expect(201);
        String other = Tenants.create(realm, "dave");
        String tag = get().header("ETag").orElseThrow();

        operator.put(path("/tenants/" + tenant)).send().expect(204);
        operator.put(path("/tenants/" + tenant)).send().expect(204);

        assertThat(feature().path("enabled").asBoolean()).isTrue();
        assertThat(feature().path("reason").asText()).isEqualTo("TARGETING_MATCH");
        assertThat(feature("dave", other).path("enabled").asBoolean(true)).isFalse();
        assertThat(get().json().path("enabledTenants").path(0).asText()).isEqualTo(tenant);
        assertThat(get().header("ETag")).isPresent().isNotEqualTo(tag);
        assertThat(entitlements.changes(tenant, "flag.")).containsExactly("flag.changed");
        assertThat(ChangeRow.last(oka, tenant).datum("change")).isEqualTo("enabled");
        assertProblem(
                operator.delete(path("/tenants/" + tenant))
                        .header("If-Match", tag)
                        .send(),
                412,
                "precondition_failed");
        operator.delete(path("/tenants/" + tenant)).send().expect(204);
        assertThat(feature().path("enabled").asBoolean(true)).isFalse();
        assertProblem(operator.put(path("/tenants/" + UUID.randomUUID())).send(), 404, "not_found");
    }

    @Test
    void tiersAndRolloutDecideForTheOthers() {
        entitlements.flag(Map.of("key", key, "enabledTiers", List.of("pro"))).expect(201);
        assertThat(feature().path("reason").asText()).isEqualTo("STATIC");

        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);

        assertThat(feature().path("enabled").asBoolean()).isTrue();
        patch(Map.of("enabledTiers", List.of(), "rolloutPercentage", 100, "rolloutTiers", List.of("enterprise")))
                .expect(200);
        assertThat(feature().path("enabled").asBoolean(true)).isFalse();
        patch(Collections.singletonMap("rolloutTiers", null)).expect(200);
        assertThat(feature().path("enabled").asBoolean()).isTrue();
        assertThat(feature().path("reason").asText()).isEqualTo("SPLIT");
    }

    @Test
    void valuesAreOfTheirType() {
        entitlements
                .flag(Map.of(
                        "key",
                        key,
                        "rolloutPercentage",
                        100,
                        "valueType",
                        "object",
                        "offValue",
                        Map.of("limit", 0),
                        "variants",
                        List.of(Map.of("name", "big", "weight", 1, "value", Map.of("limit", 5)))))
                .expect(201);

        assertThat(feature().path("variant").asText()).isEqualTo("big");
        assertThat(feature().at("/value/limit").asInt()).isEqualTo(5);
        operator.post(path("/toggle")).send().expect(200);
        assertThat(feature().path("variant").isNull()).isTrue();
        assertThat(feature().at("/value/limit").asInt(-1)).isZero();
    }

    @Test
    void strangeFlagsAreRefused() {
        assertInvalid(entitlements.flag(Map.of("key", "a b")), "key");
        assertInvalid(entitlements.flag(Map.of("key", key, "rolloutPercentage", 101)), "rolloutPercentage");
        assertInvalid(entitlements.flag(Map.of("key", key, "valueType", "string")), "variants");
        assertInvalid(entitlements.flag(Map.of("key", key, "offValue", 5)), "offValue");
        assertInvalid(
                entitlements.flag(Map.of(
                        "key",
                        key,
                        "valueType",
                        "integer",
                        "variants",
                        List.of(
                                Map.of("name", "a", "weight", 0, "value", 1),
                                Map.of("name", "a", "weight", 0, "value", 1.5)))),
                "variants[1].name",
                "variants[1].value",
                "variants");
        assertInvalid(
                entitlements.flag(Map.of("key", key, "enabledTenants", List.of(UUID.randomUUID()))), "enabledTenants");
        assertInvalid(entitlements.flag(Map.of("key", key, "stickiness", "moon")), "stickiness");
        assertProblem(entitlements.flag(Map.of("key", key, "colour", "red")), 400, "unknown_member");
        assertThat(operator.get(path("")).send().status()).isEqualTo(404);
    }

    @Test
    void membersSeeEachFlagAndNothingElse() {
        entitlements.flag(Map.of("key", key)).expect(201);

        Response features =
                realm.as("carol").get("/tenants/" + tenant + "/features").send().expect(200);

        assertThat(features.json().findValuesAsText("key")).contains(key);
        assertThat(features.header("X-Total-Count"))
                .contains(Integer.toString(features.json().size()));
        assertThat(realm.as("carol")
                        .get("/tenants/" + tenant + "/features?max=1")
                        .send()
                        .json())
                .hasSize(1);
        assertProblem(realm.as("erin").get("/tenants/" + tenant + "/features").send(), 404, "not_found");
        assertProblem(
                realm.operatorWith(realm.token("alice"))
                        .get("/entitlements/flags")
                        .send(),
                403,
                "forbidden");
    }

    @Test
    void flagsComeInPagesByKey() {
        entitlements.flag(Map.of("key", key + ".b")).expect(201);
        entitlements.flag(Map.of("key", key + ".a")).expect(201);

        Response page = operator.get("/entitlements/flags?max=100").send().expect(200);

        assertThat(page.json().findValuesAsText("key")).isSorted().contains(key + ".a", key + ".b");
        assertThat(operator.get("/entitlements/flags?first=1&max=1").send().json())
                .hasSize(1);
    }

    private JsonNode feature() {
        return feature("carol", tenant);
    }

    private JsonNode feature(String username, String tenantId) {
        JsonNode features = realm.as(username)
                .get("/tenants/" + tenantId + "/features")
                .send()
                .expect(200)
                .json();
        return StreamSupport.stream(features.spliterator(), false)
                .filter(feature -> feature.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private Response get() {
        return operator.get(path("")).send().expect(200);
    }

    private Response patch(Map<String, ?> members) {
        return operator.patch(path("")).json(members).send();
    }

    private String path(String rest) {
        return "/entitlements/flags/" + key + rest;
    }
}
