package io.oka.it.common;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.DpopKey;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens that are bound to a key (RFC 9449): who cannot show it has stolen them. Persons' and services' alike. */
@OkaServer
final class DpopIT {

    private static TestRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = oka.realm().users("alice").service("backend", "authorize").create();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    /** Who presents a bound token; a service that is known is told that it has no tenants. */
    enum Holder {
        PERSON(200, Map.of("grant_type", "password", "client_id", "web", "username", "alice", "password", "alice")),
        SERVICE(
                403,
                Map.of("grant_type", "client_credentials", "client_id", "backend", "client_secret", "backend-secret"));

        private final int whenKnown;
        private final Map<String, String> grant;

        Holder(int whenKnown, Map<String, String> grant) {
            this.whenKnown = whenKnown;
            this.grant = grant;
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundTokenWithItsProofIsTaken(Holder holder) {
        DpopKey key = new DpopKey();
        String token = boundToken(holder, key);

        Response answer = request("DPoP", token, key.proof("GET", url(), token)).send();

        answer.expect(holder.whenKnown);
    }

    @ParameterizedTest
    @EnumSource
    void boundTokenWithoutAProofIsRefused(Holder holder) {
        String token = boundToken(holder, new DpopKey());

        assertRefused(realm.with(token).get("/tenants"));
        assertRefused(realm.anonymous().get("/tenants").header("Authorization", "DPoP " + token));
    }

    @ParameterizedTest
    @EnumSource
    void proofOfAnotherKeyIsRefused(Holder holder) {
        String token = boundToken(holder, new DpopKey());

        assertRefused(request("DPoP", token, new DpopKey().proof("GET", url(), token)));
    }

    @ParameterizedTest
    @EnumSource
    void proofForAnotherRequestIsRefused(Holder holder) {
        DpopKey key = new DpopKey();
        String token = boundToken(holder, key);

        assertRefused(request("DPoP", token, key.proof("POST", url(), token)));
        assertRefused(request("DPoP", token, key.proof("GET", url() + "/x", token)));
        assertRefused(request("DPoP", token, key.proof("GET", url(), token + "x")));
        assertRefused(request("DPoP", token, key.proof("GET", url(), "")));
        assertRefused(request("DPoP", token, "junk"));
    }

    @ParameterizedTest
    @EnumSource
    void proofIsTakenOnce(Holder holder) {
        DpopKey key = new DpopKey();
        String token = boundToken(holder, key);
        String proof = key.proof("GET", url(), token);
        request("DPoP", token, proof).send().expect(holder.whenKnown);

        assertRefused(request("DPoP", token, proof));
    }

    private static void assertRefused(Http.Request request) {
        assertProblem(request.send(), 401, "invalid_token");
    }

    private static String url() {
        return realm.issuer() + "/tenants";
    }

    private static Http.Request request(String scheme, String token, String proof) {
        return realm.anonymous()
                .get("/tenants")
                .header("Authorization", scheme + " " + token)
                .header("DPoP", proof);
    }

    private static String boundToken(Holder holder, DpopKey key) {
        String tokenUrl = realm.issuer() + "/protocol/openid-connect/token";
        Response issued = realm.anonymous()
                .post("/protocol/openid-connect/token")
                .header("DPoP", key.proof("POST", tokenUrl, ""))
                .form(holder.grant)
                .send()
                .expect(200);
        String token = issued.json().path("access_token").asText();
        assertThat(issued.json().path("token_type").asText()).isEqualTo("DPoP");
        assertThat(Tokens.claims(token).path("cnf").has("jkt")).isTrue();
        return token;
    }
}
