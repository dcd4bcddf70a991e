package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.DOCUMENTS;
import static io.oka.it.support.Exchanges.GATEWAY;
import static io.oka.it.support.Exchanges.introspect;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static io.oka.it.support.Exchanges.tokenOf;
import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What introspection says of keys, and of the tokens that they were exchanged for. */
@OkaServer
final class KeyIntrospectionIT extends InExchangeRealm {

    private static final Map<String, ?> FOR_DOCUMENTS = Map.of("audiences", List.of(DOCUMENTS));

    @Test
    void tokenIsActiveWhileItsKeyLives() {
        Key key = key(realm, FOR_DOCUMENTS);
        String token = token(realm, key.secret());

        JsonNode answer = introspect(realm, DOCUMENTS, token);

        assertThat(answer.path("active").asBoolean()).isTrue();
        assertThat(answer.path("sub").asText()).isEqualTo(key.tenantId());
        assertThat(answer.path("tenant_id").asText()).isEqualTo(key.tenantId());
        assertThat(answer.path("api_key_id").asText()).isEqualTo(key.id());
        assertThat(answer.path("client_id").asText()).isEqualTo("tenant-api");
        assertThat(answer.path("scope").asText()).isEqualTo("documents:read");
        assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.path("iss").asText()).isEqualTo(realm.issuer());

        key.revoke();

        assertInactive(introspect(realm, DOCUMENTS, token));
    }

    @Test
    void tokenOfTheGrantIsActiveTooAndEndsWithItsTenant() {
        Key suspended = key(realm, FOR_DOCUMENTS);
        Key deleted = key(realm, FOR_DOCUMENTS);
        String one = tokenOf(Exchanges.grant(realm, GATEWAY, suspended.secret()));
        String other = tokenOf(Exchanges.grant(realm, GATEWAY, deleted.secret()));
        assertThat(introspect(realm, DOCUMENTS, one).path("client_id").asText()).isEqualTo(GATEWAY);
        assertThat(introspect(realm, DOCUMENTS, other).path("active").asBoolean())
                .isTrue();

        Tenants.suspend(realm, suspended.tenantId());
        Tenants.delete(realm, deleted.tenantId());

        assertInactive(introspect(realm, DOCUMENTS, one));
        assertInactive(introspect(realm, DOCUMENTS, other));
    }

    @Test
    void scopeThatTheKeyHasLostIsNotTold() {
        Key key = key(
                realm, Map.of("audiences", List.of(DOCUMENTS), "scopes", List.of("documents:read", "search:query")));
        String token = token(realm, key.secret());

        key.keys().patch(key.id(), Map.of("scopes", List.of("search:query"))).expect(200);

        assertThat(introspect(realm, DOCUMENTS, token).path("scope").asText()).isEqualTo("search:query");
    }

    @Test
    void onlyTheAudienceIsTold() {
        String token = token(realm, key(realm, FOR_DOCUMENTS).secret());

        assertInactive(introspect(realm, GATEWAY, token));
    }

    @Test
    void forgedTokenOfAKeyIsNotActive() {
        String token = token(realm, key(realm, FOR_DOCUMENTS).secret());

        assertInactive(introspect(realm, DOCUMENTS, token.substring(0, token.lastIndexOf('.') + 1) + "AAAA"));
        assertInactive(introspect(realm, DOCUMENTS, token.substring(0, token.lastIndexOf('.') + 1)));
    }

    @Test
    void otherTokensAreStillKeycloaks() {
        assertThat(introspect(realm, DOCUMENTS, realm.token("alice"))
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertInactive(introspect(realm, DOCUMENTS, "junk"));
    }

    @Test
    void keyItselfIsIntrospectedByServices() {
        Key key = key(realm, FOR_DOCUMENTS);

        JsonNode answer = opaque(Map.of("token", key.secret(), "token_type_hint", "access_token"));

        assertThat(answer.path("active").asBoolean()).isTrue();
        assertThat(answer.path("sub").asText()).isEqualTo(key.tenantId());
        assertThat(answer.path("api_key_id").asText()).isEqualTo(key.id());
        assertThat(answer.path("scope").asText()).isEqualTo("documents:read");
        assertThat(answer.path("aud").path(0).asText()).isEqualTo(DOCUMENTS);
        assertThat(answer.path("iss").asText()).isEqualTo(realm.issuer());
        assertThat(answer.has("exp")).isFalse();

        key.revoke();

        assertInactive(opaque(Map.of("token", key.secret())));
        assertInactive(opaque(Map.of("token", "junk")));
    }

    @Test
    void keyForSomeAddressesIsActiveFromThemAlone() {
        Key key = key(realm, Exchanges.elsewhere());

        assertInactive(opaque(Map.of("token", key.secret())));
        assertInactive(opaque(Map.of("token", key.secret(), "ip_address", "192.0.2.1")));
        assertThat(opaque(Map.of("token", key.secret(), "ip_address", "203.0.113.1"))
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void introspectionNeedsAToken() {
        assertInvalid(opaqueAnswer(Map.of("token_type_hint", "x")), "token");
        assertProblem(
                realm.asService(GATEWAY)
                        .post("/api-keys/introspect")
                        .json(Map.of("token", "x"))
                        .send(),
                415,
                "unsupported_media_type");
    }

    private static JsonNode opaque(Map<String, String> form) {
        return opaqueAnswer(form).expect(200).json();
    }

    private static Response opaqueAnswer(Map<String, String> form) {
        return realm.asService(GATEWAY).post("/api-keys/introspect").form(form).send();
    }

    private static void assertInactive(JsonNode answer) {
        assertThat(answer.toString()).isEqualTo("{\"active\":false}");
    }
}
