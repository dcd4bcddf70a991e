package io.oka.it.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.example.TenantTokens;
import io.oka.server.AdminApi;
import io.oka.testing.Http;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A realm to log in to, for one class of tests. Each test makes people and tenants of its own, whose names nobody else
 * has; the operator makes them, so that nobody's limit counts.
 */
final class LoginRealm implements AutoCloseable {

    static final String WEB = TestRealm.WEB;

    /** A second public client. */
    static final String OTHER = "other";

    /** A public client with lightweight access tokens. */
    static final String LIGHT = "light";

    /** A confidential client that introspects and exchanges tokens; each token is meant for it too. */
    static final String BACKEND = "backend";

    private static final String BACKEND_SECRET = "backend-secret";
    private static final String BROWSER_FLOW = "browser with tenants";
    private static final String DIRECT_GRANT_FLOW = "direct grant with tenants";
    private static final String REGISTRATION_FLOW = "registration with tenants";

    private final TestRealm realm;
    private final AdminApi admin;

    private LoginRealm(TestRealm realm) {
        this.realm = realm;
        this.admin = realm.oka().admin();
    }

    /** A tenant that a test made. */
    record Tenant(String id, String name) {}

    static LoginRealm create(Oka oka) {
        return create(oka, representation -> {});
    }

    /** With further members of the realm's representation. */
    static LoginRealm create(Oka oka, Consumer<Map<String, Object>> change) {
        TestRealm realm = oka.realm()
                .client(publicClient(OTHER, Map.of()))
                .client(publicClient(LIGHT, Map.of("client.use.lightweight.access.token.enabled", "true")))
                .client(Map.of(
                        "clientId",
                        BACKEND,
                        "secret",
                        BACKEND_SECRET,
                        "serviceAccountsEnabled",
                        true,
                        "redirectUris",
                        List.of("http://localhost:*"),
                        "attributes",
                        Map.of(
                                "standard.token.exchange.enabled",
                                "true",
                                "standard.token.exchange.enableRefreshRequestedTokenType",
                                "SAME_SESSION")))
                .with(change)
                .create();
        LoginRealm made = new LoginRealm(realm);
        made.admin.addDefaultScope(realm.name(), "tenants", List.of(OTHER, LIGHT, BACKEND));
        made.addAudience();
        return made;
    }

    private static Map<String, Object> publicClient(String id, Map<String, String> attributes) {
        return Map.of(
                "clientId",
                id,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of("http://localhost:*"),
                "attributes",
                attributes);
    }

    private void addAudience() {
        Map<String, Object> mapper = Map.of(
                "name",
                "audience of the backend",
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of("included.client.audience", BACKEND, "access.token.claim", "true", "lightweight.claim", "true"));
        for (JsonNode scope : admin.get(realm.adminPath("/client-scopes"))) {
            if (scope.path("name").asText().equals("tenants")) {
                String path = "/client-scopes/" + scope.path("id").asText() + "/protocol-mappers/models";
                admin.post(realm.adminPath(path), mapper);
            }
        }
    }

    TestRealm realm() {
        return realm;
    }

    Http http() {
        return realm.oka().http();
    }

    AdminApi admin() {
        return admin;
    }

    /** A person of no tenant; returns the user name, which is the password too. */
    String person() {
        String username = "p-" + UUID.randomUUID();
        realm.addUser(username);
        return username;
    }

    String userId(String username) {
        return realm.userId(username);
    }

    /** A tenant that this person owns. */
    Tenant tenantOf(String owner) {
        return tenantOf(owner, "");
    }

    Tenant tenantOf(String owner, String displayName) {
        String name = "t-" + UUID.randomUUID();
        Map<String, Object> tenant = new LinkedHashMap<>(Map.of("name", name, "ownerUsername", owner));
        if (!displayName.isEmpty()) {
            tenant.put("displayName", displayName);
        }
        return new Tenant(admin.post(realm.adminPath("/tenants"), tenant).id(), name);
    }

    /** A tenant of somebody else. */
    Tenant strangersTenant() {
        return tenantOf(person());
    }

    void addMember(Tenant tenant, String username, String role) {
        admin.post(tenantPath(tenant, "/members"), Map.of("username", username, "role", role));
    }

    void setRole(Tenant tenant, String username, String role) {
        admin.patch(tenantPath(tenant, "/members/" + userId(username)), Map.of("role", role));
    }

    void removeMember(Tenant tenant, String username) {
        admin.delete(tenantPath(tenant, "/members/" + userId(username)));
    }

    /** The operator's address of a tenant, and what follows. */
    String tenantPath(Tenant tenant, String rest) {
        return realm.adminPath("/tenants/" + tenant.id() + rest);
    }

    /** What becomes of people without a tenant, from now on: deny, continue or create. */
    void peopleWithoutTenant(String outcome) {
        for (String flow : List.of(BROWSER_FLOW, DIRECT_GRANT_FLOW)) {
            for (JsonNode execution : admin.get(executions(flow))) {
                if (execution.path("providerId").asText().equals("tenant-select")) {
                    String path = realm.adminPath("/authentication/config/"
                            + execution.path("authenticationConfig").asText());
                    ObjectNode config = admin.get(path).deepCopy();
                    config.putObject("config").put("noTenant", outcome);
                    admin.put(path, config);
                }
            }
        }
    }

    /** Whether the registration asks for a first tenant, from now on: REQUIRED or DISABLED. */
    void firstTenant(String requirement) {
        ObjectNode step = firstTenantStep();
        step.put("requirement", requirement);
        admin.put(executions(REGISTRATION_FLOW), step);
    }

    /** The step of the registration that asks for a first tenant. */
    ObjectNode firstTenantStep() {
        for (JsonNode execution : admin.get(executions(REGISTRATION_FLOW))) {
            if (execution.path("providerId").asText().equals("tenant-registration")) {
                return execution.deepCopy();
            }
        }
        throw new AssertionError("no such step");
    }

    private String executions(String flow) {
        return realm.adminPath("/authentication/flows/" + Http.encode(flow) + "/executions");
    }

    /** A browser that has gone to {@link #WEB} and sent name and password. */
    LoginBrowser browserOf(String username, Map<String, String> more) {
        return realm.browser().open(WEB, more).submit(Map.of("username", username, "password", username));
    }

    /** The password grant of {@link #WEB}. */
    Response grant(String username, Map<String, String> more) {
        return grant(WEB, username, more);
    }

    Response grant(String client, String username, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                client,
                "username",
                username,
                "password",
                username,
                "scope",
                "openid"));
        form.putAll(more);
        return realm.tokenRequest(form);
    }

    Tokens tokens(String username, Tenant tenant) {
        return Tokens.of(grant(username, Map.of("tenant_hint", tenant.id())));
    }

    Response refresh(String client, Tokens tokens) {
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", tokens.refresh()));
        if (client.equals(BACKEND)) {
            form.put("client_secret", BACKEND_SECRET);
        }
        return realm.tokenRequest(form);
    }

    Tokens refreshed(Tokens tokens) {
        return Tokens.of(refresh(WEB, tokens));
    }

    /** {@link #BACKEND} gives an access token for one of its own. */
    Tokens exchange(Tokens subject, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "client_id",
                BACKEND,
                "client_secret",
                BACKEND_SECRET,
                "subject_token",
                subject.access(),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token"));
        form.putAll(more);
        return Tokens.of(realm.tokenRequest(form));
    }

    /** What introspection says of an access token. */
    JsonNode introspect(String token) {
        return http().post(realm.path("/protocol/openid-connect/token/introspect"))
                .basic(BACKEND, BACKEND_SECRET)
                .form(Map.of("token", token))
                .send()
                .expect(200)
                .json();
    }

    JsonNode userInfo(String token) {
        return http().get(realm.path("/protocol/openid-connect/userinfo"))
                .bearer(token)
                .send()
                .expect(200)
                .json();
    }

    /** {@code PUT /tenants/active}. */
    Response switchTo(String token, Map<String, Object> body) {
        return http().put(realm.path("/tenants/active"))
                .bearer(token)
                .json(body)
                .send();
    }

    /** What a service sees that trusts the realm's published keys and nothing else. */
    TenantTokens.Caller verify(Tokens tokens) throws Exception {
        return new TenantTokens(realm.issuer(), "tenant-api").verify(tokens.access());
    }

    /** The name of the tenant that claims tell; empty if they tell of none. */
    static String tenant(JsonNode claims) {
        return claims.path("tenant_name").asText();
    }

    static String tenant(Tokens tokens) {
        return tenant(tokens.claims());
    }

    /** Which of the login's pages is shown, such as {@code login-tenant-select}. */
    static String page(LoginBrowser browser) {
        return browser.page().select("[data-page-id]").attr("data-page-id");
    }

    @Override
    public void close() {
        realm.close();
    }
}
