package io.oka.it.webhooks;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalogue, and whether what happens is as it says. */
@OkaServer
final class WebhookEventTypesIT {

    private static final String PATH = "/webhooks/event-types";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestRealm realm;

    private final Oka oka;

    WebhookEventTypesIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeAll
    static void people(Oka oka) {
        realm = oka.realm()
                .users("alice", "bob", "carol", "erin")
                .service("meter", "record-usage")
                .service("plain")
                .with(representation -> representation.put("smtpServer", Inbox.nobody()))
                .create();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void catalogueIsForPeopleAndServicesOfTheRealm() {
        Response answer = realm.as("erin").get(PATH).send().expect(200);

        assertThat(answer.json()).hasSize(31);
        assertThat(answer.json()).allSatisfy(type -> {
            assertThat(type.path("description").asText()).isNotBlank();
            assertThat(type.at("/schema/properties/type/const")).isEqualTo(type.path("type"));
            assertThat(type.at("/example/type")).isEqualTo(type.path("type"));
        });
        assertThat(realm.asService("plain").get(PATH).send().expect(200).text()).isEqualTo(answer.text());
        assertProblem(realm.anonymous().get(PATH).send(), 401, "unauthorized");
        assertProblem(realm.as("erin").get("/webhooks").send(), 404, "not_found");
        assertProblem(realm.as("erin").post(PATH).json(Map.of()).send(), 405, "method_not_allowed");
    }

    @Test
    void apiKeyIsNotTold() {
        String tenant = Tenants.createWithTeam(realm);
        ApiKeys.allowScopes(realm);
        String secret = ApiKeys.secret(ApiKeys.of(realm, "bob", tenant).create());

        assertProblem(realm.with(Exchanges.token(realm, secret)).get(PATH).send(), 403, "api_key_not_allowed");
    }

    /** What publishers write is theirs; what receivers are told of it is here. */
    @Test
    void whatHappensIsAsTheCatalogueSays() {
        Map<String, JsonNode> schemas = new TreeMap<>();
        realm.as("erin")
                .get(PATH)
                .send()
                .json()
                .forEach(type -> schemas.put(type.path("type").asText(), type.at("/schema/properties/data")));

        String tenant = muchHappens();

        SoftAssertions softly = new SoftAssertions();
        TreeSet<String> seen = new TreeSet<>();
        oka.rows(
                        "SELECT type, data FROM oka_change WHERE tenant_id = ? OR (realm_id = (SELECT id FROM realm"
                                + " WHERE name = ?) AND tenant_id IS NULL) ORDER BY id",
                        tenant,
                        realm.name())
                .forEach(row -> {
                    String type = String.valueOf(row.get("type"));
                    JsonNode schema = schemas.get(type);
                    if (schema != null && seen.add(type)) {
                        check(softly, type, schema, read(row.get("data")));
                    }
                });
        softly.assertAll();
        assertThat(seen)
                .contains(
                        "tenant.created",
                        "tenant.updated",
                        "tenant.suspended",
                        "tenant.resumed",
                        "tenant.deleted",
                        "user.added_to_tenant",
                        "user.role_changed",
                        "user.removed_from_tenant",
                        "invitation.created",
                        "invitation.revoked",
                        "api_key.created",
                        "api_key.rotated",
                        "api_key.revoked",
                        "subscription.created",
                        "subscription.upgraded",
                        "subscription.downgraded",
                        "subscription.cancelled",
                        "quota.warning",
                        "quota.exceeded",
                        "override.created",
                        "override.expired",
                        "flag.changed");
    }

    private static String muchHappens() {
        ApiKeys.allowScopes(realm);
        String tenant = Tenants.createWithTeam(realm);
        String path = "/tenants/" + tenant;
        realm.as("alice").patch(path).json(Map.of("displayName", "Acme")).send().expect(200);
        Tenants.setRole(realm, tenant, "carol", "admin");
        Tenants.removeMember(realm, tenant, "carol");
        String invitation = Invitations.invite(realm, tenant, "somebody@example.com");
        realm.as("alice").delete(path + "/invitations/" + invitation).send().expect(204);
        ApiKeys keys = ApiKeys.of(realm, "bob", tenant);
        Response key = keys.create();
        keys.rotate(key.id(), 60).expect(201);
        keys.revoke(key.id()).expect(204);
        subscribe(tenant, "pro");
        subscribe(tenant, "free");
        realm.operator().patch(path).json(Map.of("quotaLimit", 10)).send().expect(200);
        use(path, 8);
        use(path, 2);
        String override = realm.operator()
                .post("/entitlements/overrides")
                .json(Map.of("tenantId", tenant, "type", "quota_boost", "value", 5, "reason", "a test"))
                .send()
                .expect(201)
                .id();
        realm.operator()
                .post("/entitlements/overrides/" + override + "/expire")
                .send()
                .expect(200);
        realm.operator()
                .post("/entitlements/flags")
                .json(Map.of("key", Tenants.freshName(), "enabledTiers", List.of("pro")))
                .send()
                .expect(201);
        realm.as("alice")
                .post(path + "/subscription/cancel")
                .json(Map.of("atPeriodEnd", false))
                .send()
                .expect(200);
        Tenants.suspend(realm, tenant);
        realm.operator().post(path + "/resume").send().expect(200);
        Tenants.delete(realm, tenant);
        return tenant;
    }

    private static void subscribe(String tenant, String tier) {
        realm.operator()
                .put("/entitlements/subscriptions/" + tenant)
                .json(Map.of("tier", tier))
                .send()
                .expect(200);
    }

    private static void use(String path, int quantity) {
        realm.asService("meter")
                .post(path + "/usage")
                .json(Map.of(
                        "service",
                        "documents",
                        "action",
                        "convert",
                        "quantity",
                        quantity,
                        "idempotencyKey",
                        Tenants.freshName(),
                        "enforce",
                        true))
                .send()
                .expect(200);
    }

    private static void check(SoftAssertions softly, String type, JsonNode schema, JsonNode data) {
        schema.path("required").forEach(name -> softly.assertThat(data.has(name.asText()))
                .as("%s has %s: %s", type, name.asText(), data)
                .isTrue());
        data.properties().forEach(member -> {
            JsonNode property = schema.path("properties").path(member.getKey());
            softly.assertThat(property.isObject())
                    .as("%s describes %s", type, member.getKey())
                    .isTrue();
            softly.assertThat(kind(member.getValue()))
                    .as("%s.%s is %s", type, member.getKey(), member.getValue())
                    .isEqualTo(property.path("type").asText());
            if (property.has("enum")) {
                softly.assertThat(StreamSupport.stream(property.path("enum").spliterator(), false))
                        .as("%s.%s", type, member.getKey())
                        .contains(member.getValue());
            }
        });
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "integer";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            default -> "another";
        };
    }

    private static JsonNode read(@Nullable Object text) {
        try {
            return JSON.readTree(String.valueOf(Objects.requireNonNull(text)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
