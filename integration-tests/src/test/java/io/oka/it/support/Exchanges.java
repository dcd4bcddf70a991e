package io.oka.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tokens for API keys, in a realm made for them. */
public final class Exchanges {

    /** A service that may verify keys. */
    public static final String GATEWAY = "gateway";

    /** A resource server that keys may address, and that asks about their tokens. */
    public static final String DOCUMENTS = "documents-api";

    private static final String TOKEN_ENDPOINT = "/protocol/openid-connect/token";

    private Exchanges() {}

    /** A realm with people, services, and what its keys may have. */
    public static TestRealm realm(Oka oka) {
        TestRealm realm = oka.realm()
                .users("alice", "bob", "carol", "erin")
                .service(GATEWAY, "verify-api-keys")
                .service(DOCUMENTS)
                .create();
        ApiKeys.allowScopes(realm);
        return realm;
    }

    /** A key of a new tenant, with these members beside the usual ones. */
    public static Key key(TestRealm realm, Map<String, ?> more) {
        return key(realm, Tenants.create(realm, null), more);
    }

    /** A key of a new tenant. */
    public static Key key(TestRealm realm) {
        return key(realm, Map.of());
    }

    /** A key of this tenant, with these members beside the usual ones. */
    public static Key key(TestRealm realm, String tenantId, Map<String, ?> more) {
        Map<String, Object> body = ApiKeys.body("key");
        body.putAll(more);
        ApiKeys keys = ApiKeys.ofOperator(realm, tenantId);
        Response made = keys.create(body).expect(201);
        return new Key(made.id(), ApiKeys.secret(made), tenantId, keys);
    }

    /**
     * A key that was made.
     *
     * @param secret the key itself
     * @param keys where it is managed
     */
    public record Key(String id, String secret, String tenantId, ApiKeys keys) {

        public void revoke() {
            keys.revoke(id).expect(204);
        }
    }

    public static Response exchange(TestRealm realm, String apiKey) {
        return exchange(realm, Map.of("apiKey", apiKey));
    }

    public static Response exchange(TestRealm realm, Map<String, ?> body) {
        return realm.anonymous().post("/api-keys/exchange").json(body).send();
    }

    /** The token that a key is exchanged for. */
    public static String token(TestRealm realm, String apiKey) {
        return tokenOf(exchange(realm, apiKey));
    }

    public static String tokenOf(Response exchanged) {
        return exchanged.expect(200).json().path("access_token").asText();
    }

    /** An exchange by RFC 8693, by a confidential client. */
    public static Http.Request grant(TestRealm realm, String client, String apiKey, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "client_id",
                client,
                "client_secret",
                client + "-secret",
                "subject_token_type",
                "urn:oka:params:oauth:token-type:api-key",
                "subject_token",
                apiKey));
        form.putAll(more);
        return realm.anonymous().post(TOKEN_ENDPOINT).form(form);
    }

    public static Response grant(TestRealm realm, String client, String apiKey) {
        return grant(realm, client, apiKey, Map.of()).send();
    }

    /** What the gateway is told of a key. */
    public static Response verify(TestRealm realm, Map<String, ?> body) {
        return realm.asService(GATEWAY).post("/api-keys/verify").json(body).send();
    }

    /** The code of a verification. */
    public static String code(TestRealm realm, String apiKey) {
        return verify(realm, Map.of("apiKey", apiKey))
                .expect(200)
                .json()
                .path("code")
                .asText();
    }

    /** What the realm's own introspection endpoint says of a token to a client. */
    public static JsonNode introspect(TestRealm realm, String client, String token) {
        return realm.anonymous()
                .post(TOKEN_ENDPOINT + "/introspect")
                .form(Map.of("client_id", client, "client_secret", client + "-secret", "token", token))
                .send()
                .expect(200)
                .json();
    }

    /** The scopes of a key that may be used by nobody who tries it here. */
    public static Map<String, ?> elsewhere() {
        return Map.of("allowedCidrs", List.of("203.0.113.0/24"));
    }
}
