package io.oka.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.server.AdminApi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A realm that only one test, or one class of tests, uses. It has the public client {@value #WEB} (PKCE, direct
 * grants) and whatever its builder was told; passwords equal user names, secrets are the client id and
 * {@code -secret}.
 */
public final class TestRealm implements AutoCloseable {

    /** The public client that people log in with. */
    public static final String WEB = "web";

    /** Where the login sends the browser back; nothing listens there. */
    public static final String REDIRECT = "http://localhost:1/callback";

    private final Oka oka;
    private final String name;
    private final Map<String, String> userIds = new ConcurrentHashMap<>();
    private final RecentTokens recentTokens;

    private TestRealm(Oka oka, String name) {
        this.oka = oka;
        this.name = name;
        this.recentTokens = new RecentTokens(oka);
    }

    public String name() {
        return name;
    }

    public Oka oka() {
        return oka;
    }

    /** {@code /realms/{name}} and what follows, for {@link Oka#http}. */
    public String path(String rest) {
        return "/realms/" + name + rest;
    }

    /** {@code /admin/realms/{name}} and what follows, for {@link Oka#admin}. */
    public String adminPath(String rest) {
        return "/admin/realms/" + name + rest;
    }

    /** The issuer of its tokens. */
    public String issuer() {
        return oka.baseUrl() + "/realms/" + name;
    }

    /** The same realm on another node of the same cluster. */
    public TestRealm on(Oka node) {
        return new TestRealm(node, name);
    }

    /** Adds a person and returns the id. */
    public String addUser(String username) {
        return oka.admin().post(adminPath("/users"), user(username)).id();
    }

    /** A person's id, also after that person was deleted if it was asked for before. */
    public String userId(String username) {
        return userIds.computeIfAbsent(username, this::findUserId);
    }

    private String findUserId(String username) {
        JsonNode found = oka.admin().get(adminPath("/users?exact=true&username=" + Http.encode(username)));
        return found.path(0).path("id").asText();
    }

    /** An access token of a person, from {@value #WEB} by the password grant. */
    public String token(String username) {
        return tokens(username).access();
    }

    /** A person's tokens, from {@value #WEB} by the password grant. */
    public Tokens tokens(String username) {
        return Tokens.of(tokenRequest(Map.of(
                "grant_type", "password",
                "client_id", WEB,
                "username", username,
                "password", username,
                "scope", "openid")));
    }

    /** The access token of a service account. */
    public String serviceToken(String clientId) {
        return Tokens.of(tokenRequest(Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        clientId,
                        "client_secret",
                        clientId + "-secret")))
                .access();
    }

    /** What the refresh token of {@value #WEB} gives. */
    public Tokens refresh(Tokens tokens) {
        return Tokens.of(tokenRequest(
                Map.of("grant_type", "refresh_token", "client_id", WEB, "refresh_token", tokens.refresh())));
    }

    /** A person, with a token of the last minute. */
    public Caller as(String username) {
        return with(recentTokens.get("user " + username, () -> token(username)));
    }

    /** A service, with a token of the last minute. */
    public Caller asService(String clientId) {
        return with(recentTokens.get("service " + clientId, () -> serviceToken(clientId)));
    }

    /** From here on people and services get new tokens: their logins have ended. */
    public void forgetTokens() {
        recentTokens.clear();
    }

    /** Whoever has this token. */
    public Caller with(String token) {
        return new Caller(oka.http(), path(""), () -> token);
    }

    /** Somebody without a token. */
    public Caller anonymous() {
        return new Caller(oka.http(), path(""), () -> null);
    }

    /** The operator of the master realm at this realm's admin endpoints. */
    public Caller operator() {
        return new Caller(oka.http(), adminPath(""), oka.admin()::token);
    }

    /** Whoever has this token, at this realm's admin endpoints. */
    public Caller operatorWith(String token) {
        return new Caller(oka.http(), adminPath(""), () -> token);
    }

    /** Somebody without a token at this realm's admin endpoints. */
    public Caller anonymousOperator() {
        return new Caller(oka.http(), adminPath(""), () -> null);
    }

    /** Decides something at {@code /oka/settings}; null brings a default back. */
    public void setting(String setting, @Nullable Object value) {
        operator()
                .patch("/oka/settings")
                .json(Collections.singletonMap(setting, value))
                .send()
                .expect(200);
    }

    /** Sets members of the realm's representation, such as {@code enabled}. */
    public void update(Map<String, Object> members) {
        oka.admin().put(adminPath(""), members);
    }

    /** Any request to the token endpoint. */
    public Response tokenRequest(Map<String, String> form) {
        return oka.http()
                .post(path("/protocol/openid-connect/token"))
                .form(form)
                .send();
    }

    /** A browser with no cookies yet. */
    public LoginBrowser browser() {
        return new LoginBrowser(this);
    }

    /** Deletes the realm. */
    @Override
    public void close() {
        oka.admin().delete("/admin/realms/" + name);
    }

    private static Map<String, Object> user(String username) {
        return Map.of(
                "username",
                username,
                "enabled",
                true,
                "email",
                username + "@example.com",
                "emailVerified",
                true,
                "firstName",
                username,
                "lastName",
                "Test",
                "credentials",
                List.of(Map.of("type", "password", "value", username, "temporary", false)));
    }

    /** What the realm is to have. */
    public static final class Builder {

        private static final List<String> DEMO_PEOPLE = List.of("alice", "bob", "carol", "dave", "erin");

        private final Oka oka;
        private final Set<String> users = new LinkedHashSet<>();
        private final Map<String, List<String>> services = new LinkedHashMap<>();
        private final List<Map<String, Object>> clients = new ArrayList<>();
        private final Map<String, Object> representation = new LinkedHashMap<>();
        private boolean setUp = true;

        Builder(Oka oka) {
            this.oka = oka;
        }

        public Builder users(String... usernames) {
            users.addAll(List.of(usernames));
            return this;
        }

        /** alice, bob, carol, dave and erin, members of nothing. */
        public Builder demoPeople() {
            users.addAll(DEMO_PEOPLE);
            return this;
        }

        /** A confidential client with a service account that has these roles of client {@code tenant-api}. */
        public Builder service(String clientId, String... roles) {
            services.put(clientId, List.of(roles));
            return this;
        }

        /** Any further client, as Keycloak represents it. */
        public Builder client(Map<String, Object> client) {
            clients.add(client);
            return this;
        }

        /** Members of the realm's representation, such as {@code sslRequired}. */
        public Builder with(Consumer<Map<String, Object>> change) {
            change.accept(representation);
            return this;
        }

        /** Leaves Oka switched off in the realm. */
        public Builder withoutSetup() {
            setUp = false;
            return this;
        }

        public TestRealm create() {
            TestRealm realm = new TestRealm(oka, "test-" + UUID.randomUUID());
            AdminApi admin = oka.admin();
            admin.post("/admin/realms", representationOf(realm.name()));
            if (setUp) {
                admin.post(realm.adminPath("/oka/setup"), null);
                List<String> all = new ArrayList<>(services.keySet());
                all.add(WEB);
                admin.addDefaultScope(realm.name(), "tenants", all);
                services.forEach((client, roles) -> {
                    if (!roles.isEmpty()) {
                        admin.grantServiceRoles(realm.name(), client, "tenant-api", roles);
                    }
                });
            }
            return realm;
        }

        private Map<String, Object> representationOf(String name) {
            List<Map<String, Object>> all = new ArrayList<>(clients);
            all.add(Map.of(
                    "clientId",
                    WEB,
                    "publicClient",
                    true,
                    "standardFlowEnabled",
                    true,
                    "directAccessGrantsEnabled",
                    true,
                    "redirectUris",
                    List.of("http://localhost:*"),
                    "webOrigins",
                    List.of("http://localhost:1"),
                    "attributes",
                    Map.of("pkce.code.challenge.method", "S256")));
            services.keySet()
                    .forEach(client -> all.add(Map.of(
                            "clientId",
                            client,
                            "secret",
                            client + "-secret",
                            "publicClient",
                            false,
                            "standardFlowEnabled",
                            false,
                            "serviceAccountsEnabled",
                            true)));
            Map<String, Object> realm = new LinkedHashMap<>();
            realm.put("realm", name);
            realm.put("enabled", true);
            realm.put("registrationAllowed", true);
            realm.put("users", users.stream().map(TestRealm::user).toList());
            realm.put("clients", all);
            realm.putAll(representation);
            return realm;
        }
    }
}
