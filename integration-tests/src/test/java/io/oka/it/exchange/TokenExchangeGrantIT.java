package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.DOCUMENTS;
import static io.oka.it.support.Exchanges.GATEWAY;
import static io.oka.it.support.Exchanges.grant;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.DpopKey;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same by RFC 8693, on Keycloak's token endpoint. */
@OkaServer
final class TokenExchangeGrantIT extends InExchangeRealm {

    @Test
    void clientExchangesAKey() {
        Key key = key(realm, Map.of("audiences", List.of(DOCUMENTS)));

        Response answer = grant(realm, GATEWAY, key.secret()).expect(200);

        JsonNode body = answer.json();
        assertThat(body.path("issued_token_type").asText()).isEqualTo("urn:ietf:params:oauth:token-type:access_token");
        assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").asInt()).isEqualTo(300);
        assertThat(body.has("refresh_token")).isFalse();
        JsonNode claims = Tokens.claims(tokenOf(answer));
        assertThat(claims.path("azp").asText()).isEqualTo(GATEWAY);
        assertThat(claims.path("sub").asText()).isEqualTo(key.tenantId());
        assertThat(claims.path("api_key_id").asText()).isEqualTo(key.id());
        assertThat(claims.path("aud").asText()).isEqualTo(DOCUMENTS);
        assertThat(claims.has("sid")).isFalse();
    }

    @Test
    void lessCanBeAskedForAndMoreIsRefused() {
        Key key = key(
                realm,
                Map.of(
                        "scopes",
                        List.of("documents:read", "search:query"),
                        "audiences",
                        List.of(DOCUMENTS, "tenant-api")));

        JsonNode claims = Tokens.claims(
                tokenOf(grant(realm, GATEWAY, key.secret(), Map.of("scope", "search:query", "audience", DOCUMENTS))
                        .send()));

        assertThat(claims.path("scope").asText()).isEqualTo("search:query");
        assertThat(claims.path("aud").asText()).isEqualTo(DOCUMENTS);
        assertError(more(key, Map.of("scope", "openid")), 400, "invalid_scope");
        assertError(more(key, Map.of("audience", "account")), 400, "invalid_target");
        assertError(more(key, Map.of("resource", "https://documents.example.com")), 400, "invalid_target");
        assertError(more(key, Map.of("actor_token", "x")), 400, "invalid_request");
        assertError(
                more(key, Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")),
                400,
                "invalid_request");
        more(key, Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:jwt"))
                .expect(200);
    }

    @Test
    void everyBadKeyIsTheSameBadRequest() {
        Key revoked = key(realm);
        revoked.revoke();
        Key elsewhere = key(realm, Exchanges.elsewhere());

        String unknown = grant(realm, GATEWAY, "oka_live_" + "0".repeat(38)).text();

        for (String text : List.of(revoked.secret(), elsewhere.secret(), "junk")) {
            Response answer = grant(realm, GATEWAY, text);
            assertError(answer, 400, "invalid_request");
            assertThat(answer.text()).isEqualTo(unknown);
        }
    }

    @Test
    void onlyClientsWithACredentialExchange() {
        Key key = key(realm);

        assertThat(grant(realm, GATEWAY, key.secret(), Map.of("client_secret", "wrong"))
                        .send()
                        .status())
                .isEqualTo(401);
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "client_id",
                TestRealm.WEB,
                "subject_token_type",
                "urn:oka:params:oauth:token-type:api-key",
                "subject_token",
                key.secret()));
        assertError(realm.tokenRequest(form), 400, "unauthorized_client");
    }

    @Test
    void otherSubjectTokensAreStillKeycloaks() {
        Response answer = grant(
                        realm,
                        GATEWAY,
                        realm.token("alice"),
                        Map.of("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"))
                .send();

        // Standard token exchange is off for this client: Keycloak's own refusal.
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error_description").asText()).contains("token exchange");
    }

    @Test
    void tokenIsBoundToTheKeyOfAProof() {
        Key key = key(realm);
        DpopKey client = new DpopKey();
        String url = realm.issuer() + "/protocol/openid-connect/token";

        Response answer = grant(realm, GATEWAY, key.secret(), Map.of())
                .header("DPoP", client.proof("POST", url, ""))
                .send()
                .expect(200);

        assertThat(answer.json().path("token_type").asText()).isEqualTo("DPoP");
        assertThat(Tokens.claims(tokenOf(answer)).path("cnf").path("jkt").asText())
                .isNotBlank();
    }

    @Test
    void nothingIsExchangedWhereOkaIsOff(Oka oka) {
        try (TestRealm other = Exchanges.realm(oka)) {
            Key key = key(other);
            grant(other, GATEWAY, key.secret()).expect(200);

            oka.admin().delete(other.adminPath("/oka/setup"));

            assertThat(grant(other, GATEWAY, key.secret()).status()).isEqualTo(400);
        }
    }

    private static Response more(Key key, Map<String, String> more) {
        return grant(realm, GATEWAY, key.secret(), more).send();
    }

    private static void assertError(Response answer, int status, String error) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).as(answer.toString()).isEqualTo(error);
    }
}
