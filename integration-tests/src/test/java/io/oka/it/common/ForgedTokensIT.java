package io.oka.it.common;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.support.Forge;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that the server did not issue, or did not issue for this. Persons' and services' are verified apart. */
@OkaServer
final class ForgedTokensIT {

    private static TestRealm realm;
    private static Forge forge;
    private static String persons = "";
    private static String services = "";

    @BeforeAll
    static void genuineTokens(Oka oka) {
        realm = oka.realm().users("alice").service("backend", "authorize").create();
        forge = new Forge(realm);
        persons = realm.token("alice");
        services = realm.serviceToken("backend");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    static Stream<Arguments> claims() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                claims("not valid yet", claims -> claims.put("nbf", now + 3_600)),
                claims("expired", claims -> claims.put("exp", now - 60)),
                claims("expired long ago", claims -> claims.put("exp", 1)),
                claims(
                        "of another realm",
                        claims -> claims.put("iss", realm.oka().baseUrl() + "/realms/master")),
                claims("of a longer issuer", claims -> claims.put("iss", realm.issuer() + "/x")),
                claims("of a slash more", claims -> claims.put("iss", realm.issuer() + "/")),
                claims("of another host", claims -> claims.put("iss", "https://evil.example/realms/" + realm.name())),
                claims("of no issuer", claims -> claims.remove("iss")),
                claims("for another audience", claims -> claims.put("aud", "account")),
                claims("for a longer audience", claims -> claims.put("aud", "tenant-api-x")),
                claims("for no audience", claims -> claims.remove("aud")),
                claims("an ID token", claims -> claims.put("typ", "ID")),
                claims("a refresh token", claims -> claims.put("typ", "Refresh")),
                claims("an offline token", claims -> claims.put("typ", "Offline")),
                claims("of no type", claims -> claims.remove("typ")),
                claims("of an unknown client", claims -> claims.put("azp", "nobody")),
                claims("of no client", claims -> claims.remove("azp")));
    }

    private static Arguments claims(String what, Consumer<ObjectNode> change) {
        return Arguments.of(what, change);
    }

    @Test
    void whatIsForgedToTheLetterIsTaken() {
        answerTo(forge.withClaims(persons, claims -> claims.put("x", 1))).expect(200);
        assertProblem(answerTo(forge.withClaims(services, claims -> claims.put("x", 1))), 403, "user_token_required");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void tokenOfThePersonIsRefused(String what, Consumer<ObjectNode> change) {
        assertRefused(forge.withClaims(persons, change));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void tokenOfTheServiceIsRefused(String what, Consumer<ObjectNode> change) {
        assertRefused(forge.withClaims(services, change));
    }

    @Test
    void serviceTokenOfAnotherAccountIsRefused() {
        assertRefused(forge.withClaims(services, claims -> claims.put("sub", realm.userId("alice"))));
    }

    @ParameterizedTest
    @EnumSource
    void publicKeyIsNoSecret(Forge.KeyForm form) {
        assertRefused(forge.signedWithThePublicKey(persons, form));
        assertRefused(forge.signedWithThePublicKey(services, form));
    }

    @Test
    void foreignKeyCountsForNothing() {
        for (String genuine : new String[] {persons, services}) {
            assertRefused(forge.signedWithAForeignKey(genuine));
            assertRefused(forge.signedWithAKeyThatItBrings(genuine));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"none\",\"typ\":\"JWT\"}",
                "{\"alg\":\"None\"}",
                "{\"alg\":\"NONE\"}",
                "{\"alg\":\"\"}",
                "{\"alg\":\"XX999\"}",
                "{\"alg\":\"HS256\"}",
                "{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}",
                "{\"alg\":\"RS256\",\"kid\":\"\\u0000\"}",
                "{\"alg\":\"ES256\"}",
                "{}",
                "[]",
                "null",
                ""
            })
    void unsignedTokenIsRefusedWhateverItsHeaderSays(String header) {
        for (String genuine : new String[] {persons, services}) {
            String signature = genuine.substring(genuine.lastIndexOf('.') + 1);
            assertRefused(Forge.underHeader(header, genuine, ""));
            assertRefused(Forge.underHeader(header, genuine, signature));
        }
    }

    @Test
    void changedTokenIsRefused() {
        for (String genuine : new String[] {persons, services}) {
            String claims = Forge.payload(genuine);
            assertRefused(Forge.withPayload(genuine, claims.replace("\"exp\":1", "\"exp\":2")));
            assertRefused(Forge.withPayload(genuine, claims + " "));
            assertRefused(Forge.withPayload(genuine, "null"));
            assertRefused(Forge.withPayload(genuine, "[]"));
            assertRefused(Forge.withPayload(genuine, "{}"));
            assertRefused(Forge.withPayload(genuine, "{\"azp\":\"backend\"}"));
            assertRefused(Forge.withPayload(genuine, "{\"azp\":7}"));
            assertRefused(genuine.substring(0, genuine.length() - 10));
            assertRefused(genuine + "A");
            assertRefused(genuine + ".A");
            assertRefused(genuine.substring(0, genuine.lastIndexOf('.') + 1));
            assertRefused(genuine.substring(0, genuine.lastIndexOf('.')));
        }
    }

    private static void assertRefused(String token) {
        Response answer = answerTo(token);

        assertProblem(answer, 401, "invalid_token");
        assertThat(answer.header("WWW-Authenticate").orElseThrow())
                .isEqualTo("Bearer realm=\"" + realm.name() + "\", error=\"invalid_token\"");
    }

    private static Response answerTo(String token) {
        return realm.with(token).get("/tenants").send();
    }
}
