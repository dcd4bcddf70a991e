package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.GATEWAY;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static io.oka.it.support.Exchanges.tokenOf;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.oka.it.support.DpopKey;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Forge;
import io.oka.it.support.Tenants;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who takes a token of a key: whoever it is meant for, our door as what it is, and nobody else. */
@OkaServer
final class ExchangeTokensReachIT {

    /** What the door answers to whom it knows and has nothing for. */
    private static final int KNOWN = 403;

    private static TestRealm realm;
    private static String tenant = "";

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = Exchanges.realm(oka);
        tenant = Tenants.create(realm, "alice");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    /** A resource server that knows issuer and audience, and no Keycloak. */
    @Test
    void resourceServerTrustsItByThePublishedKeysAlone() throws Exception {
        Key key = key(realm, tenant, Map.of("audiences", List.of("documents-api")));
        DefaultJWTProcessor<SecurityContext> server = resourceServer("documents-api");

        JWTClaimsSet own = server.process(token(realm, key.secret()), null);
        JWTClaimsSet granted = server.process(tokenOf(Exchanges.grant(realm, GATEWAY, key.secret())), null);

        assertThat(own.getSubject()).isEqualTo(tenant);
        assertThat(own.getStringClaim("scope")).isEqualTo("documents:read");
        assertThat(granted.getStringClaim("azp")).isEqualTo(GATEWAY);
        Assertions.assertThatThrownBy(
                        () -> server.process(token(realm, key(realm).secret()), null))
                .as("meant for somebody else")
                .isInstanceOf(BadJOSEException.class);
    }

    @Test
    void doorKnowsTheKey() {
        Key key = key(realm, tenant, Map.of());

        Response answer = realm.with(token(realm, key.secret()))
                .get("/oka-testing/caller")
                .send()
                .expect(200);

        assertThat(answer.json().path("key").asText()).isEqualTo("api-key:" + key.id());
    }

    @Test
    void doorKnowsItNoLongerOnceTheKeyHasEnded(Oka oka) {
        Key revoked = key(realm);
        Key suspended = key(realm);
        Key lasting = key(realm);
        String first = token(realm, revoked.secret());
        String second = token(realm, suspended.secret());
        String third = token(realm, lasting.secret());
        for (String token : List.of(first, second, third)) {
            doorWith(token).expect(KNOWN);
        }

        revoked.revoke();
        Tenants.suspend(realm, suspended.tenantId());

        assertThat(doorWith(first).status()).isEqualTo(401);
        // Whoever asks for it is told what holds it up, as the tenant's members are.
        doorWith(second).expect(KNOWN);
        assertProblem(
                realm.with(second)
                        .get("/tenants/" + suspended.tenantId() + "/usage")
                        .send(),
                403,
                "tenant_suspended");
        Tenants.delete(realm, suspended.tenantId());
        assertThat(doorWith(second).status()).as("deleted").isEqualTo(401);
        doorWith(third).expect(KNOWN);
        oka.moveClock(Duration.ofSeconds(301));
        assertThat(doorWith(third).status()).as("expired").isEqualTo(401);
    }

    @Test
    void doorTakesItsOwnRealmsTokensForItselfOnly(Oka oka) {
        String foreign = token(
                realm, key(realm, Map.of("audiences", List.of("documents-api"))).secret());
        assertThat(doorWith(foreign).status()).as("another audience").isEqualTo(401);
        String good = token(realm, key(realm).secret());
        assertThat(doorWith(good.substring(0, good.lastIndexOf('.') + 1) + "AAAA")
                        .status())
                .as("forged")
                .isEqualTo(401);
        try (TestRealm other = Exchanges.realm(oka)) {
            assertThat(other.with(good).get("/tenants").send().status())
                    .as("another realm")
                    .isEqualTo(401);
        }
    }

    @Test
    void realmsOwnSignatureOverAnotherKeysIdIsWorthNothing() {
        Key mine = key(realm, tenant, Map.of());
        Key theirs = key(realm);
        Forge forge = new Forge(realm);
        String token = token(realm, mine.secret());

        String crossed = forge.withClaims(token, claims -> claims.put("api_key_id", theirs.id()));
        String unknown = forge.withClaims(token, claims -> claims.put("api_key_id", "nobody"));
        String scoped = forge.withClaims(token, claims -> claims.put("sub", realm.userId("alice")));

        for (String forged : List.of(crossed, unknown, scoped)) {
            assertThat(doorWith(forged).status()).isEqualTo(401);
        }
    }

    @Test
    void tokenEndsWithTheClientThatExchangedIt(Oka oka) {
        try (TestRealm other = Exchanges.realm(oka)) {
            String token = tokenOf(Exchanges.grant(other, GATEWAY, key(other).secret()));
            other.with(token).get("/tenants").send().expect(KNOWN);

            oka.admin().delete(other.adminPath("/clients/" + oka.admin().clientUuid(other.name(), GATEWAY)));

            assertThat(other.with(token).get("/tenants").send().status()).isEqualTo(401);
        }
    }

    @Test
    void boundTokenNeedsItsProofAtTheDoor() {
        Key key = key(realm);
        DpopKey client = new DpopKey();
        String token = tokenOf(realm.anonymous()
                .post("/api-keys/exchange")
                .header("DPoP", client.proof("POST", realm.issuer() + "/api-keys/exchange", ""))
                .json(Map.of("apiKey", key.secret()))
                .send());
        String url = realm.issuer() + "/tenants";

        assertThat(doorWith(token).status()).as("as a bearer token").isEqualTo(401);
        assertThat(bound(token, new DpopKey().proof("GET", url, token)).status())
                .as("another key's proof")
                .isEqualTo(401);
        bound(token, client.proof("GET", url, token)).expect(KNOWN);
    }

    @Test
    void keyManagesNothing() {
        Key key = key(realm, tenant, Map.of("scopes", List.of("documents:*", "search:*", "usage:write")));
        String token = token(realm, key.secret());

        assertProblem(call(token, "GET", "/tenants"), 403, "user_token_required");
        assertProblem(call(token, "POST", "/tenants"), 403, "user_token_required");
        assertProblem(call(token, "PUT", "/tenants/active"), 403, "user_token_required");
        for (String path : List.of(
                "",
                "/members",
                "/audit",
                "/invitations",
                "/sessions",
                "/api-keys",
                "/api-keys/" + key.id(),
                "/api-keys/" + key.id() + "/rotate",
                "/webhooks",
                "/subscription")) {
            for (String method : List.of("GET", "POST", "PATCH", "DELETE")) {
                Response answer = call(token, method, "/tenants/" + tenant + path);
                // That its own tenant is there it knows.
                assertThat(answer.status()).as(answer.toString()).isIn(404, 405);
                assertProblem(answer, answer.status(), answer.code());
            }
        }
        assertProblem(call(token, "POST", "/api-keys/verify"), 403, "service_token_required");
        assertProblem(call(token, "POST", "/api-keys/introspect"), 403, "service_token_required");
    }

    @Test
    void keycloaksOwnEndpointsRefuseIt() {
        Key own = key(realm, tenant, Map.of());
        // Even one that is meant for them.
        realm.setting(
                "keyAudiences", List.of("documents-api", "account", "realm-management", "security-admin-console"));
        Key meant = key(
                realm, tenant, Map.of("audiences", List.of("account", "realm-management", "security-admin-console")));
        for (String token : List.of(token(realm, own.secret()), token(realm, meant.secret()))) {
            for (String path : List.of(
                    realm.adminPath(""),
                    realm.adminPath("/users"),
                    realm.adminPath("/clients"),
                    realm.adminPath("/tenants"),
                    realm.adminPath("/oka/setup"),
                    realm.path("/account"),
                    realm.path("/account/sessions"),
                    realm.path("/account/credentials"),
                    realm.path("/protocol/openid-connect/userinfo"))) {
                Response answer = realm.oka()
                        .http()
                        .get(path)
                        .header("Accept", "application/json")
                        .bearer(token)
                        .send();
                assertThat(answer.status()).as(path).isIn(401, 403);
            }
            Response again = Exchanges.grant(
                            realm,
                            GATEWAY,
                            token,
                            Map.of("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"))
                    .send();
            assertThat(again.status()).as("exchanged again").isIn(400, 401, 403);
        }
    }

    private static Response doorWith(String token) {
        return realm.with(token).get("/tenants").send();
    }

    private static Response bound(String token, String proof) {
        return realm.anonymous()
                .get("/tenants")
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof)
                .send();
    }

    private static Response call(String token, String method, String path) {
        Http.Request request = realm.with(token).request(method, path);
        return method.equals("GET") || method.equals("DELETE")
                ? request.send()
                : request.json(Map.of()).send();
    }

    private static DefaultJWTProcessor<SecurityContext> resourceServer(String audience) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                JWKSourceBuilder.create(URI.create(realm.issuer() + "/protocol/openid-connect/certs")
                                .toURL())
                        .build()));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder()
                        .issuer(realm.issuer())
                        .claim("typ", "Bearer")
                        .build(),
                Set.of("sub", "exp", "tenant_id", "api_key_id", "scope")));
        return processor;
    }
}
