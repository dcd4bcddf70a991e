package io.oka.it.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.it.support.Inbox;
import io.oka.it.support.Invitations;
import io.oka.it.support.Webhooks;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the document says is there answers, and what it does not say is not there. Asked by callers who may read and
 * change nothing: a route that is matched shows itself by its answer, and no call does any harm.
 */
@OkaServer
class OpenApiRoutesIT {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private static TestRealm realm;
    private static String tenantId;
    private static String invitationId;
    private static String keyId;
    private static String overrideId;
    private static String webhookId;
    private static String realmWebhookId;
    private static String deliveryId;
    private static String realmDeliveryId;
    private static Map<String, String> sync;
    private static String viewer;

    @BeforeAll
    static void aTenantAndCallersWhoMayOnlyRead(Oka oka) {
        realm = oka.realm()
                .users("alice", "carol", "viewer")
                .with(representation -> representation.put("smtpServer", Inbox.nobody()))
                .create();
        tenantId = oka.http()
                .post(realm.path("/tenants"))
                .bearer(realm.token("alice"))
                .json(Map.of("name", "acme"))
                .send()
                .expect(201)
                .id();
        oka.admin()
                .post(
                        realm.adminPath("/tenants/" + tenantId + "/members"),
                        Map.of("username", "carol", "role", "member"));
        invitationId = Invitations.invite(realm, tenantId, "somebody@example.com");
        oka.admin().post(realm.adminPath("/entitlements/flags"), Map.of("key", "beta"));
        overrideId = oka.admin()
                .post(
                        realm.adminPath("/entitlements/overrides"),
                        Map.of("tenantId", tenantId, "type", "quota_boost", "value", 1, "reason", "a test"))
                .id();
        oka.admin().grantClientRoles(realm.name(), realm.userId("viewer"), "realm-management", List.of("view-realm"));
        keyId = oka.admin()
                .post(realm.adminPath("/tenants/" + tenantId + "/api-keys"), Map.of("name", "key", "scopes", List.of()))
                .id();
        webhookId = Webhooks.ofOperator(realm, tenantId).create().id();
        realmWebhookId = Webhooks.ofRealm(realm).create().id();
        deliveryId =
                Webhooks.ofOperator(realm, tenantId).test(webhookId).expect(201).id();
        realmDeliveryId =
                Webhooks.ofRealm(realm).test(realmWebhookId).expect(201).id();
        sync = SyncExamples.in(oka, realm, tenantId);
        viewer = realm.token("viewer");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void documentedOperationsAnswerAndOthersDoNot(Oka oka) throws Exception {
        JsonNode paths = document().path("paths");
        SoftAssertions softly = new SoftAssertions();

        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            for (String method : METHODS) {
                boolean documented = path.getValue().has(method.toLowerCase(Locale.ROOT));
                Response answer = call(oka, method, path.getKey());
                if (documented && isWithoutToken(path.getValue(), method)) {
                    softly.assertThat(answer.status())
                            .as("%s %s is documented, and answers %s", method, path.getKey(), answer)
                            .isIn(400, 401);
                } else if (documented) {
                    softly.assertThat(answer.status())
                            .as("%s %s is documented, and answers %s", method, path.getKey(), answer)
                            .isIn(200, 201, 204, 400, 403, 409, 412);
                } else if (isTakenForSibling(paths, path.getKey(), method)) {
                    softly.assertThat(answer.status())
                            .as("%s %s is not documented, and answers %s", method, path.getKey(), answer)
                            .isIn(403, 404, 405);
                } else {
                    softly.assertThat(answer.status())
                            .as("%s %s is not documented, and answers %s", method, path.getKey(), answer)
                            .isIn(404, 405);
                }
            }
        }

        assertThat(paths).isNotEmpty();
        softly.assertAll();
    }

    @Test
    void theServerGivesTheDocumentToOperators(Oka oka) throws Exception {
        JsonNode served = oka.admin().get(realm.adminPath("/oka/openapi.json"));
        Response yaml = oka.http()
                .get(realm.adminPath("/oka/openapi.yaml"))
                .bearer(viewer)
                .send()
                .expect(200);

        assertThat(served).isEqualTo(document());
        assertThat(yaml.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/yaml"));
        assertThat(yaml.text()).contains("openapi: 3.1");
    }

    @Test
    void everyPathIsBelowOurRoots() throws Exception {
        List<String> paths = new ArrayList<>();
        document().path("paths").fieldNames().forEachRemaining(paths::add);

        assertThat(paths)
                .allMatch(path -> path.startsWith("/realms/{realm}/") || path.startsWith("/admin/realms/{realm}/"));
    }

    /** Whether the last segment reads as an id that the method is documented for: whoever may not do that hears no more. */
    private static boolean isTakenForSibling(JsonNode paths, String path, String method) {
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        return paths.properties().stream()
                .filter(other -> other.getKey().startsWith(parent + "{")
                        && other.getKey().indexOf('/', parent.length()) < 0)
                .anyMatch(other -> other.getValue().has(method.toLowerCase(Locale.ROOT)));
    }

    /** Whether another credential than a token is asked for, which this test does not bring. */
    private static boolean isWithoutToken(JsonNode path, String method) {
        JsonNode security = path.path(method.toLowerCase(Locale.ROOT)).path("security");
        return security.isEmpty() || security.path(0).has("agentSignature");
    }

    private static Response call(Oka oka, String method, String template) {
        boolean operators = template.startsWith("/admin/");
        String path = template.replace("{realm}", realm.name())
                .replace("{tenantId}", tenantId)
                .replace("{userId}", realm.userId("alice"))
                .replace("{keyId}", keyId)
                .replace("{invitationId}", invitationId)
                .replace("{tier}", "free")
                .replace("{service}", "documents")
                .replace("{flagKey}", "beta")
                .replace("{overrideId}", overrideId)
                .replace("{webhookId}", template.contains("{tenantId}") ? webhookId : realmWebhookId)
                .replace("{deliveryId}", template.contains("{tenantId}") ? deliveryId : realmDeliveryId)
                // To a member any reservation is forbidden, be it there or not.
                .replace("{reservationId}", tenantId);
        for (Map.Entry<String, String> example : sync.entrySet()) {
            path = path.replace("{" + example.getKey() + "}", example.getValue());
        }
        if (path.contains("{sessionId}")) {
            // Of carol's own: anybody else's would not be there for her.
            path = path.replace("{sessionId}", aSessionOf(realm.token("carol")));
        }
        Http.Request request = oka.http().request(method, path).bearer(operators ? viewer : realm.token("carol"));
        request = request.header("If-Match", "\"999\"");
        if (method.equals("GET") || method.equals("DELETE")) {
            return request.send();
        }
        return path.endsWith("/mappings/import")
                ? request.body("text/csv", "unknown").send()
                : request.json(Map.of("unknown", 1)).send();
    }

    private static String aSessionOf(String token) {
        return realm.with(token)
                .get("/tenants/" + tenantId + "/sessions")
                .send()
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }

    private static JsonNode document() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(OpenApiRoutesIT.class.getResourceAsStream("/META-INF/oka/openapi.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }
}
