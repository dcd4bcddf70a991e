package io.oka.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The demo's resource server {@code documents-api} in a realm of its own: what it guards, and who asks. */
record ResourceServer(TestRealm realm) implements AutoCloseable {

    static final String CLIENT = "documents-api";
    static final String SECRET = "documents-api-secret";

    /** What the demo guards with the service, and with the feature. */
    static final String READ = "documents#documents:read";

    static final String EXPORT = "documents#documents:export";

    static final String UMA = "urn:ietf:params:oauth:grant-type:uma-ticket";

    private static final ObjectMapper JSON = new ObjectMapper();

    static ResourceServer create(Oka oka) {
        TestRealm realm = oka.realm()
                .demoPeople()
                .service("gateway", "record-usage", "verify-api-keys")
                .client(demoClient())
                .create();
        oka.admin().addDefaultScope(realm.name(), "tenants", List.of(CLIENT));
        return new ResourceServer(realm);
    }

    @Override
    public void close() {
        realm.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> demoClient() {
        try (InputStream in =
                Objects.requireNonNull(ResourceServer.class.getResourceAsStream("/io/oka/realm/demo-realm.json"))) {
            for (JsonNode client : JSON.readTree(in).path("clients")) {
                if (client.path("clientId").asText().equals(CLIENT)) {
                    return JSON.convertValue(client, Map.class);
                }
            }
            throw new IllegalStateException("The demo has no client " + CLIENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The access token of a person who has chosen this tenant; null for one who has chosen none. */
    String token(String username, @Nullable String tenantId) {
        Tokens tokens = Tokens.of(realm.tokenRequest(Map.of(
                "grant_type",
                "password",
                "client_id",
                TestRealm.WEB,
                "username",
                username,
                "password",
                username,
                "tenant_hint",
                tenantId == null ? "none" : tenantId,
                "scope",
                "openid")));
        assertThat(tokens.claims().path("tenant_id").asText(null)).isEqualTo(tenantId);
        return tokens.access();
    }

    /** A UMA ticket for what the token's owner may do, yes or no. */
    Response ask(String token, String permission, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(
                Map.of("grant_type", UMA, "audience", CLIENT, "permission", permission, "response_mode", "decision"));
        form.putAll(more);
        return realm.with(token)
                .post("/protocol/openid-connect/token")
                .form(form)
                .send();
    }

    boolean allows(String token, String permission) {
        return isYes(ask(token, permission, Map.of()));
    }

    /** Fails for an answer that is neither yes nor no. */
    static boolean isYes(Response answer) {
        if (answer.status() == 200) {
            assertThat(answer.json().path("result").asBoolean())
                    .as(answer.toString())
                    .isTrue();
            return true;
        }
        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.json().path("error").asText()).as(answer.toString()).isEqualTo("access_denied");
        return false;
    }

    /** Below this client's authorization settings. */
    String path(String rest) {
        return "/clients/" + realm.oka().admin().clientUuid(realm.name(), CLIENT) + "/authz/resource-server" + rest;
    }

    Caller operator() {
        return realm.operator();
    }

    /** A policy with these members beside a fresh name. */
    Response policy(Map<String, ?> members) {
        Map<String, Object> policy = new HashMap<>(Map.of("name", "policy " + UUID.randomUUID()));
        policy.putAll(members);
        return operator().post(path("/policy/entitlements")).json(policy).send();
    }

    /** A new resource behind a policy of its own with these members; returns the resource's name. */
    String guarded(Map<String, ?> members) {
        return guarded(members, Map.of());
    }

    /** The same with attributes of the resource. */
    String guarded(Map<String, ?> members, Map<String, List<String>> attributes) {
        String name = "resource " + UUID.randomUUID();
        operator()
                .post(path("/resource"))
                .json(Map.of(
                        "name",
                        name,
                        "type",
                        "thing",
                        "attributes",
                        attributes,
                        "scopes",
                        List.of(Map.of("name", "use"))))
                .send()
                .expect(201);
        permit(name, policy(members).expect(201).json().path("name").asText());
        return name;
    }

    /** A permission on this resource behind this policy. */
    void permit(String resource, String policy) {
        operator()
                .post(path("/permission/resource"))
                .json(Map.of(
                        "name",
                        "permission " + UUID.randomUUID(),
                        "resources",
                        List.of(resource),
                        "policies",
                        List.of(policy)))
                .send()
                .expect(201);
    }
}
