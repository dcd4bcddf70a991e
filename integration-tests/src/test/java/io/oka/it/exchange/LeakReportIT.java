package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.code;
import static io.oka.it.support.Exchanges.exchange;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ChangeRow;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /realms/{realm}/api-keys/leak-reports}, as a secret scanner calls it. */
@OkaServer
final class LeakReportIT {

    private static final String SCANNER = "f9525bf080f75b3506ca1ead061add62b8633a346606dc5fe544e29231c6ee0d";

    private static KeyPair scanner;
    private static TestRealm realm;

    @BeforeAll
    static void registerAScanner(Oka oka) {
        scanner = pair();
        realm = Exchanges.realm(oka);
        realm.setting("leakReportKeys", List.of(Map.of("keyIdentifier", SCANNER, "key", pem(scanner))));
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void reportedKeyIsRevokedAtOnceAndItsTenantTold() {
        Key key = key(realm);
        Key other = key(realm);
        token(realm, key.secret());

        Response answer = report(
                "[{\"token\":\"" + key.secret()
                        + "\",\"type\":\"oka_api_key\",\"url\":\"https://github.com/x/y/blob/z/a.env\",\"source\":\"content\"}]");

        assertThat(answer.expect(200).text()).isEqualTo("[]");
        assertThat(exchange(realm, key.secret()).status()).isEqualTo(401);
        assertThat(code(realm, key.secret())).isEqualTo("revoked");
        exchange(realm, other.secret()).expect(200);
        ChangeRow change = ChangeRow.of(realm.oka(), key.tenantId()).stream()
                .filter(row -> row.type().equals("api_key.revoked"))
                .findFirst()
                .orElseThrow();
        assertThat(change.datum("reason")).isEqualTo("leaked");
        assertThat(change.actorType()).isEqualTo("system");
    }

    @Test
    void knownAndUnknownKeysAreAnsweredAlike() {
        Key key = key(realm);
        Key revoked = key(realm);
        revoked.revoke();

        List<Response> answers = List.of(
                report("[{\"token\":\"" + key.secret() + "\"}]"),
                report("[{\"token\":\"" + revoked.secret() + "\"}]"),
                report("[{\"token\":\"oka_live_" + "0".repeat(38) + "\"}]"),
                report("[{\"token\":\"junk\"},{\"token\":7},{},null,\"x\"]"),
                report("[]"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("[]");
        });
    }

    @Test
    void reportThatNobodySignedRevokesNothing() {
        Key key = key(realm);
        String body = "[{\"token\":\"" + key.secret() + "\"}]";
        String signature = sign(scanner, body);

        assertProblem(send(body, SCANNER, sign(pair(), body)), 401, "invalid_signature");
        assertProblem(send(body + " ", SCANNER, signature), 401, "invalid_signature");
        assertProblem(send(body, "another", signature), 401, "invalid_signature");
        assertProblem(send(body, SCANNER, "junk"), 401, "invalid_signature");
        assertProblem(
                realm.anonymous()
                        .post("/api-keys/leak-reports")
                        .body("application/json", body)
                        .send(),
                401,
                "invalid_signature");

        exchange(realm, key.secret()).expect(200);
        send(body, SCANNER, signature).expect(200);
        assertThat(exchange(realm, key.secret()).status()).isEqualTo(401);
    }

    @Test
    void signedNonsenseIsRefused() {
        assertProblem(report("{"), 400, "malformed_json");
        assertInvalid(report("{}"), "$");
    }

    @Test
    void keyOfAnotherRealmIsNotTouched(Oka oka) {
        try (TestRealm other = Exchanges.realm(oka)) {
            Key key = key(other);

            report("[{\"token\":\"" + key.secret() + "\"}]").expect(200);

            exchange(other, key.secret()).expect(200);
        }
    }

    @Test
    void manyAtOnceAreRevokedTogether() {
        List<Key> keys = List.of(key(realm), key(realm), key(realm));
        StringBuilder body = new StringBuilder("[");
        keys.forEach(key -> body.append("{\"token\":\"").append(key.secret()).append("\"},"));
        body.setCharAt(body.length() - 1, ']');

        report(body.toString()).expect(200);

        keys.forEach(key -> assertThat(code(realm, key.secret())).isEqualTo("revoked"));
    }

    @Test
    void settingTakesKeysOfTheRightKindOnly() {
        assertInvalid(
                realm.operator()
                        .patch("/oka/settings")
                        .json(Map.of("leakReportKeys", List.of(Map.of("keyIdentifier", "x", "key", "junk"))))
                        .send(),
                "leakReportKeys");
    }

    private static Response report(String body) {
        return send(body, SCANNER, sign(scanner, body));
    }

    private static Response send(String body, String identifier, String signature) {
        return realm.anonymous()
                .post("/api-keys/leak-reports")
                .header("Github-Public-Key-Identifier", identifier)
                .header("Github-Public-Key-Signature", signature)
                .body("application/json", body)
                .send();
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String sign(KeyPair pair, String body) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(body.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
