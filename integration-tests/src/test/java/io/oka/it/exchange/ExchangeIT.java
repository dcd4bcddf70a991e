package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.exchange;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static io.oka.it.support.Exchanges.tokenOf;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.DpopKey;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /realms/{realm}/api-keys/exchange}. */
@OkaServer
final class ExchangeIT extends InExchangeRealm {

    @Test
    void keyGivesATokenOfItsTenant() {
        Key key = key(realm, Map.of("scopes", List.of("search:query", "documents:read")));

        Response answer = exchange(realm, key.secret()).expect(200);

        JsonNode body = answer.json();
        assertThat(names(body))
                .containsExactlyInAnyOrder("access_token", "issued_token_type", "token_type", "expires_in", "scope");
        assertThat(body.path("issued_token_type").asText()).isEqualTo("urn:ietf:params:oauth:token-type:access_token");
        assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").asInt()).isEqualTo(300);
        assertThat(body.path("scope").asText()).isEqualTo("documents:read search:query");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Pragma")).contains("no-cache");
        JsonNode claims = Tokens.claims(tokenOf(answer));
        assertThat(names(claims))
                .containsExactlyInAnyOrder(
                        "iss", "sub", "tenant_id", "api_key_id", "scope", "aud", "azp", "iat", "exp", "jti", "typ");
        assertThat(claims.path("iss").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("sub").asText()).isEqualTo(key.tenantId());
        assertThat(claims.path("tenant_id").asText()).isEqualTo(key.tenantId());
        assertThat(claims.path("api_key_id").asText()).isEqualTo(key.id());
        assertThat(claims.path("scope").asText()).isEqualTo("documents:read search:query");
        assertThat(claims.path("aud").asText()).isEqualTo("tenant-api");
        assertThat(claims.path("azp").asText()).isEqualTo("tenant-api");
        assertThat(claims.path("typ").asText()).isEqualTo("Bearer");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
    }

    @Test
    void eachTokenHasItsOwnId() {
        Key key = key(realm);
        Set<String> ids = new HashSet<>();

        for (int i = 0; i < 20; i++) {
            ids.add(Tokens.claims(token(realm, key.secret())).path("jti").asText());
        }

        assertThat(ids).hasSize(20);
    }

    @Test
    void lessCanBeAskedFor() {
        Key key = key(
                realm,
                Map.of(
                        "scopes",
                        List.of("search:*", "documents:read"),
                        "audiences",
                        List.of("documents-api", "tenant-api")));

        JsonNode all = Tokens.claims(token(realm, key.secret()));
        JsonNode less = Tokens.claims(tokenOf(
                exchange(realm, Map.of("apiKey", key.secret(), "scope", "search:query", "audience", "documents-api"))));

        assertThat(texts(all.path("aud"))).containsExactly("documents-api", "tenant-api");
        assertThat(less.path("aud").asText()).isEqualTo("documents-api");
        assertThat(less.path("scope").asText()).isEqualTo("search:query");
    }

    @Test
    void moreIsRefused() {
        Key key = key(realm);

        for (String scope : List.of("documents:write", "documents:*", "documents:read usage:write", "openid")) {
            assertRefused(exchange(realm, Map.of("apiKey", key.secret(), "scope", scope)), 400, "invalid_scope");
        }
        for (String audience : List.of("documents-api", "account", "realm-management", "")) {
            assertRefused(exchange(realm, Map.of("apiKey", key.secret(), "audience", audience)), 400, "invalid_target");
        }
    }

    @Test
    void tokenNeverOutlivesItsKey() {
        Key key = key(realm, Map.of("expiresAt", Instant.now().plusSeconds(60).toString()));

        Response answer = exchange(realm, key.secret()).expect(200);

        assertThat(answer.json().path("expires_in").asInt()).isBetween(1, 60);
        long end = Tokens.claims(tokenOf(answer)).path("exp").asLong();
        assertThat(Instant.ofEpochSecond(end))
                .isBeforeOrEqualTo(Instant.parse(
                        key.keys().json(key.id()).path("expiresAt").asText()));
    }

    @Test
    void rotatedKeyWorksUntilItsGraceIsOver(Oka oka) {
        Key key = key(realm);
        token(realm, key.secret());

        String successor = ApiKeys.secret(key.keys().rotate(key.id(), 100).expect(201));

        Response answer = exchange(realm, key.secret()).expect(200);
        assertThat(answer.json().path("expires_in").asInt()).isBetween(1, 100);
        assertThat(Tokens.claims(token(realm, successor)).path("tenant_id").asText())
                .isEqualTo(key.tenantId());

        oka.moveClock(Duration.ofSeconds(101));

        assertRefused(exchange(realm, key.secret()), 401, "invalid_api_key");
        exchange(realm, successor).expect(200);
    }

    @Test
    void keyEndsAtItsTimeThoughItIsCached(Oka oka) {
        Key key = key(realm, Map.of("expiresAt", Instant.now().plusSeconds(20).toString()));
        token(realm, key.secret());

        oka.moveClock(Duration.ofSeconds(21));

        assertRefused(exchange(realm, key.secret()), 401, "invalid_api_key");
    }

    @Test
    void revocationSuspensionAndDeletionActAtOnce() {
        Key revoked = key(realm);
        Key suspended = key(realm);
        Key deleted = key(realm);
        for (Key key : List.of(revoked, suspended, deleted)) {
            token(realm, key.secret());
        }

        revoked.revoke();
        Tenants.suspend(realm, suspended.tenantId());
        Tenants.delete(realm, deleted.tenantId());

        for (Key key : List.of(revoked, suspended, deleted)) {
            assertRefused(exchange(realm, key.secret()), 401, "invalid_api_key");
        }
        realm.operator()
                .post("/tenants/" + suspended.tenantId() + "/resume")
                .send()
                .expect(200);
        exchange(realm, suspended.secret()).expect(200);
    }

    @Test
    void scopesThatAreTakenAwayAreGoneAtOnce() {
        Key key = key(realm, Map.of("scopes", List.of("documents:read", "search:query")));
        token(realm, key.secret());

        key.keys().patch(key.id(), Map.of("scopes", List.of("search:query"))).expect(200);

        assertThat(exchange(realm, key.secret())
                        .expect(200)
                        .json()
                        .path("scope")
                        .asText())
                .isEqualTo("search:query");
        assertRefused(exchange(realm, Map.of("apiKey", key.secret(), "scope", "documents:read")), 400, "invalid_scope");
    }

    @Test
    void keyWorksFromItsAddressesOnly() {
        exchange(
                        realm,
                        key(realm, Map.of("allowedCidrs", List.of("127.0.0.0/8", "::1")))
                                .secret())
                .expect(200);
        assertRefused(exchange(realm, key(realm, Exchanges.elsewhere()).secret()), 401, "invalid_api_key");
    }

    @Test
    void keyOfAnotherRealmIsNone(Oka oka) {
        Key key = key(realm);
        token(realm, key.secret());
        try (TestRealm other = Exchanges.realm(oka)) {
            assertRefused(exchange(other, key.secret()), 401, "invalid_api_key");
        }
    }

    @Test
    void keyInTheAddressIsRefused() {
        Key key = key(realm);

        assertRefused(
                realm.anonymous()
                        .post("/api-keys/exchange?apiKey=" + key.secret())
                        .json(Map.of())
                        .send(),
                400,
                "invalid_request");
        assertRefused(
                realm.anonymous()
                        .post("/api-keys/exchange?x=1")
                        .json(Map.of("apiKey", key.secret()))
                        .send(),
                400,
                "invalid_request");
        assertThat(realm.oka().server().log()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"apiKey\":null}",
                "{\"apiKey\":7}",
                "{\"apiKey\":[\"x\"]}",
                "{\"apiKey\":\"x\",\"apiKey\":\"y\"}",
                "{\"apiKey\":\"x\",\"tenantId\":\"y\"}",
                "{\"apiKey\":\"x\\u0000\"}",
                "{\"apiKey\":\"x\",\"audience\":[\"documents-api\"]}",
                "{\"apiKey\":\"x\"} trailing"
            })
    void malformedBodyIsAnsweredInOAuthsForm(String body) {
        assertRefused(
                realm.anonymous()
                        .post("/api-keys/exchange")
                        .body("application/json", body)
                        .send(),
                400,
                "invalid_request");
    }

    @Test
    void otherTypesAndMethodsAndPathsGetAProblem() {
        assertProblem(
                realm.anonymous()
                        .post("/api-keys/exchange")
                        .form(Map.of("apiKey", "x"))
                        .send(),
                415,
                "unsupported_media_type");
        assertProblem(realm.anonymous().get("/api-keys/exchange").send(), 405, "method_not_allowed");
        assertProblem(realm.anonymous().get("/api-keys/nothing").send(), 404, "not_found");
        assertProblem(realm.anonymous().get("/api-keys").send(), 404, "not_found");
        assertProblem(
                realm.anonymous()
                        .post("/api-keys/exchange")
                        .body("application/json", "\"" + "x".repeat(2_000_000) + "\"")
                        .send(),
                413,
                "payload_too_large");
    }

    @Test
    void strangeKeysAreJustNoKeys() {
        List<String> strange = new ArrayList<>(List.of(
                "",
                " ",
                "oka_live_",
                "x".repeat(900_000),
                "oka_live_ÄÖÜäöüßéèêîôûçñøåæœłžšč0123456789",
                "oka_live_" + "0".repeat(38),
                "' OR 1=1 --"));
        Key key = key(realm);
        strange.add(key.secret() + " ");
        strange.add(key.secret().toUpperCase(java.util.Locale.ROOT));
        strange.add("\u200b" + key.secret());

        strange.forEach(text -> assertRefused(exchange(realm, text), 401, "invalid_api_key"));
    }

    @Test
    void tokenIsBoundToTheKeyOfAProof() {
        Key key = key(realm);
        DpopKey client = new DpopKey();
        String url = realm.issuer() + "/api-keys/exchange";

        Response answer = realm.anonymous()
                .post("/api-keys/exchange")
                .header("DPoP", client.proof("POST", url, ""))
                .json(Map.of("apiKey", key.secret()))
                .send()
                .expect(200);

        assertThat(answer.json().path("token_type").asText()).isEqualTo("DPoP");
        assertThat(Tokens.claims(tokenOf(answer)).path("cnf").path("jkt").asText())
                .isNotBlank();
        for (String proof : List.of("junk", "", client.proof("GET", url, ""), client.proof("POST", url + "/x", ""))) {
            assertRefused(
                    realm.anonymous()
                            .post("/api-keys/exchange")
                            .header("DPoP", proof)
                            .json(Map.of("apiKey", key.secret()))
                            .send(),
                    400,
                    "invalid_dpop_proof");
        }
    }

    @Test
    void nothingIsExchangedWhereOkaIsOffOrItsClientIs(Oka oka) {
        try (TestRealm other = Exchanges.realm(oka)) {
            Key key = key(other);
            token(other, key.secret());
            String client = oka.admin().clientUuid(other.name(), "tenant-api");

            oka.admin().put(other.adminPath("/clients/" + client), Map.of("clientId", "tenant-api", "enabled", false));
            assertRefused(exchange(other, key.secret()), 401, "invalid_client");

            oka.admin().put(other.adminPath("/clients/" + client), Map.of("clientId", "tenant-api", "enabled", true));
            exchange(other, key.secret()).expect(200);
            oka.admin().delete(other.adminPath("/oka/setup"));
            assertProblem(exchange(other, key.secret()), 404, "not_found");
        }
    }

    static void assertRefused(Response answer, int status, String error) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.json().path("error").asText()).as(answer.toString()).isEqualTo(error);
        assertThat(names(answer.json())).containsExactlyInAnyOrder("error", "error_description");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        if (status == 401 && error.equals("invalid_api_key")) {
            assertThat(answer.header("WWW-Authenticate")).isPresent();
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
