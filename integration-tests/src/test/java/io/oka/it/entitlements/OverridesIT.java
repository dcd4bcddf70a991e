package io.oka.it.entitlements;

import static io.oka.it.entitlements.Entitlements.authorize;
import static io.oka.it.entitlements.Entitlements.reason;
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
import io.oka.testing.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /admin/realms/{realm}/entitlements/overrides}: they act at once and end at their instant. */
@OkaServer
final class OverridesIT {

    private static final String TASK = "oka-end-overrides";
    private static final Map<String, String> SEARCH = Map.of("service", "search");

    private final Oka oka;
    private final TestRealm realm;
    private final Entitlements entitlements;
    private final Caller operator;
    private String tenant = "";

    OverridesIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.entitlements = new Entitlements(realm);
        this.operator = realm.operator();
    }

    @BeforeEach
    void newTenant() {
        tenant = Tenants.createWithTeam(realm);
    }

    @Test
    void tierUpgradeActsAtOnceAndEndsAtItsInstant() {
        assertThat(reason(authorize(realm.as("carol"), tenant, SEARCH))).isEqualTo("service_not_enabled");

        JsonNode made = upgrade(Duration.ofHours(1)).expect(201).json();

        assertThat(made.path("grantedBy").asText())
                .isNotBlank()
                .isEqualTo(oka.admin()
                        .get("/admin/realms/master/users?exact=true&username=admin")
                        .path(0)
                        .path("id")
                        .asText());
        assertThat(reason(authorize(realm.as("carol"), tenant, SEARCH))).isEqualTo("allowed");
        assertThat(entitlements.subscription(tenant).path("tier").asText()).isEqualTo("free");
        assertThat(entitlements.subscription(tenant).path("effectiveTier").asText())
                .isEqualTo("pro");
        assertThat(active()).containsExactly(made.path("id").asText());

        oka.moveClock(Duration.ofMinutes(61));

        assertThat(reason(authorize(realm.as("carol"), tenant, SEARCH))).isEqualTo("service_not_enabled");
        assertThat(entitlements.subscription(tenant).path("effectiveTier").asText())
                .isEqualTo("free");
        assertThat(active()).isEmpty();
        assertProblem(operator.post(path(made, "/expire")).send(), 409, "override_expired");
        assertProblem(extend(made, Instant.now().plus(Duration.ofDays(9))), 409, "override_expired");
        oka.runTask(TASK);
        oka.runTask(TASK);
        assertThat(entitlements.changes(tenant, "override.")).containsExactly("override.created", "override.expired");
        assertThat(ChangeRow.last(oka, tenant).actorType()).isEqualTo("system");
    }

    @Test
    void tenantTierInTokensFollows() {
        upgrade(Duration.ofHours(1)).expect(201);

        assertThat(tier()).isEqualTo("pro");
    }

    @Test
    void featureGrantIsAFeature() {
        Map<String, String> wanted = Map.of("requiredFeature", "export");
        assertThat(reason(authorize(realm.as("carol"), tenant, wanted))).isEqualTo("feature_not_enabled");

        entitlements
                .override(tenant, Map.of("type", "feature_grant", "value", "export"))
                .expect(201);

        Response allowed = authorize(realm.as("carol"), tenant, wanted).expect(200);
        assertThat(allowed.json().at("/metadata/overrides/0/type").asText()).isEqualTo("feature_grant");
        assertThat(allowed.json().at("/metadata/checks/feature").asBoolean()).isTrue();
    }

    @Test
    void endedByHandItEndsNow() {
        JsonNode made = upgrade(Duration.ofDays(1)).expect(201).json();

        JsonNode ended = operator.post(path(made, "/expire")).send().expect(200).json();

        assertThat(ended.path("active").asBoolean(true)).isFalse();
        assertThat(reason(authorize(realm.as("carol"), tenant, SEARCH))).isEqualTo("service_not_enabled");
        assertThat(entitlements.changes(tenant, "override.")).containsExactly("override.created", "override.expired");
        oka.moveClock(Duration.ofDays(2));
        oka.runTask(TASK);
        assertThat(entitlements.changes(tenant, "override.")).hasSize(2);
    }

    @Test
    void extendedItEndsLater() {
        JsonNode made = upgrade(Duration.ofHours(1)).expect(201).json();
        Instant later = Instant.now().plus(Duration.ofDays(2));

        assertProblem(extend(made, Instant.now().plusSeconds(60)), 409, "not_an_extension");
        extend(made, later).expect(200);

        oka.moveClock(Duration.ofDays(1));
        oka.runTask(TASK);
        assertThat(active()).hasSize(1);
        operator.post(path(made, "/extend"))
                .json(Collections.singletonMap("expiresAt", null))
                .send()
                .expect(200);
        assertProblem(extend(made, later.plusSeconds(60)), 409, "not_an_extension");
        assertInvalid(operator.post(path(made, "/extend")).json(Map.of()).send(), "expiresAt");
    }

    @Test
    void removedItIsGone() {
        JsonNode made = upgrade(Duration.ofHours(1)).expect(201).json();
        entitlements.override(tenant, Map.of("type", "quota_boost", "value", 5)).expect(201);
        String other = Tenants.create(realm, "dave");
        entitlements.override(other, Map.of("type", "quota_boost", "value", 5)).expect(201);

        operator.delete(path(made, "")).send().expect(204);
        assertProblem(operator.get(path(made, "")).send(), 404, "not_found");
        assertThat(active()).hasSize(1);
        operator.delete("/entitlements/overrides?tenantId=" + tenant).send().expect(204);

        assertThat(active()).isEmpty();
        assertThat(operator.get("/entitlements/overrides?tenantId=" + other)
                        .send()
                        .json())
                .hasSize(1);
        assertThat(entitlements.changes(tenant, "override."))
                .containsExactly("override.created", "override.created", "override.expired", "override.expired");
        assertInvalid(operator.delete("/entitlements/overrides").send(), "tenantId");
    }

    @Test
    void strangeOverridesAreRefused() {
        assertInvalid(operator.post("/entitlements/overrides").json(Map.of()).send(), "tenantId", "type", "reason");
        assertInvalid(entitlements.override(tenant, Map.of("type", "quota_boost", "value", "5")), "value");
        assertInvalid(entitlements.override(tenant, Map.of("type", "quota_boost", "value", 0)), "value");
        assertInvalid(entitlements.override(tenant, Map.of("type", "quota_boost", "value", 1.5)), "value");
        assertInvalid(entitlements.override(tenant, Map.of("type", "tier_upgrade", "value", "gold")), "value");
        assertInvalid(entitlements.override(tenant, Map.of("type", "feature_grant", "value", 5)), "value");
        assertInvalid(
                entitlements.override(tenant, Map.of("type", "feature_grant", "value", "x", "service", "documents")),
                "service");
        assertInvalid(
                entitlements.override(
                        tenant, Map.of("type", "quota_boost", "value", 5, "expiresAt", "2020-01-01T00:00:00Z")),
                "expiresAt");
        assertInvalid(
                entitlements.override(UUID.randomUUID().toString(), Map.of("type", "quota_boost", "value", 5)),
                "tenantId");
        assertInvalid(
                entitlements.override(tenant, Map.of("type", "quota_boost", "value", 5, "reason", " ")), "reason");
        assertThat(entitlements.changes(tenant, "override.")).isEmpty();
    }

    @Test
    void overrideOfAnotherRealmIsNotFound() {
        JsonNode made = upgrade(Duration.ofHours(1)).expect(201).json();
        try (TestRealm other = oka.realm().create()) {
            assertProblem(other.operator().get(path(made, "")).send(), 404, "not_found");
            assertProblem(other.operator().delete(path(made, "")).send(), 404, "not_found");
            assertThat(other.operator()
                            .get("/entitlements/overrides?tenantId=" + tenant)
                            .send()
                            .json())
                    .isEmpty();
            other.operator()
                    .delete("/entitlements/overrides?tenantId=" + tenant)
                    .send()
                    .expect(204);
        }
        assertThat(active()).hasSize(1);
    }

    private Response upgrade(Duration length) {
        return entitlements.override(
                tenant,
                Map.of(
                        "type",
                        "tier_upgrade",
                        "value",
                        "pro",
                        "expiresAt",
                        Instant.now().plus(length).toString()));
    }

    private Response extend(JsonNode override, Instant until) {
        return operator.post(path(override, "/extend"))
                .json(Map.of("expiresAt", until.toString()))
                .send();
    }

    private List<String> active() {
        return operator.get("/entitlements/overrides/" + tenant + "/active")
                .send()
                .expect(200)
                .json()
                .findValuesAsText("id");
    }

    private String tier() {
        return Tokens.of(realm.tokenRequest(Map.of(
                        "grant_type", "password",
                        "client_id", TestRealm.WEB,
                        "username", "carol",
                        "password", "carol",
                        "scope", "openid",
                        "tenant_hint", tenant)))
                .claims()
                .path("tenant_tier")
                .asText();
    }

    private static String path(JsonNode override, String rest) {
        return "/entitlements/overrides/" + override.path("id").asText() + rest;
    }
}
