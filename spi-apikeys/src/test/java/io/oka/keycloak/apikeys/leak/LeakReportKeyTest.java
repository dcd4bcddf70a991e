package io.oka.keycloak.apikeys.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeakReportKeyTest {

    private static final byte[] BODY = "[{\"token\":\"x\"}]".getBytes(StandardCharsets.UTF_8);

    private final KeyPair pair = pair("secp256r1");
    private final LeakReportKey key = new LeakReportKey("one", pem(pair.getPublic()));

    @Test
    void signatureOverTheVeryBytesIsTaken() throws GeneralSecurityException {
        String signature = sign(pair, BODY);

        assertThat(key.signed(BODY, signature)).isTrue();
        assertThat(key.signed("[{\"token\": \"x\"}]".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(key.signed(new byte[0], signature)).isFalse();
    }

    @Test
    void signatureOfAnotherKeyIsRefused() throws GeneralSecurityException {
        assertThat(key.signed(BODY, sign(pair("secp256r1"), BODY))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "no base64 at all", "MAYCAQACAQA="})
    void whatIsNoSignatureIsRefused(String signature) {
        assertThat(key.signed(BODY, signature)).isFalse();
    }

    @Test
    void keysThatCanBeUsedAreTaken() {
        assertThat(LeakReportKey.objection(List.of(key))).isNull();
        assertThat(LeakReportKey.objection(List.of())).isNull();
    }

    @Test
    void keysOfOtherKindsAreNot() throws GeneralSecurityException {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);

        assertThat(objection("one", pem(rsa.generateKeyPair().getPublic()))).contains("P-256");
        assertThat(objection("one", pem(pair("secp384r1").getPublic()))).contains("P-256");
        assertThat(objection("one", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .contains("P-256");
        assertThat(objection("one", "A".repeat(3000))).contains("P-256");
    }

    @Test
    void identifiersMustTellThemApart() {
        String pem = pem(pair.getPublic());

        assertThat(LeakReportKey.objection(List.of(new LeakReportKey("one", pem), new LeakReportKey("one", pem))))
                .isNotNull();
        assertThat(objection("", pem)).isNotNull();
        assertThat(objection("with space", pem)).isNotNull();
        assertThat(LeakReportKey.objection(List.of(new LeakReportKey(null, pem))))
                .isNotNull();
        assertThat(LeakReportKey.objection(List.of(new LeakReportKey("one", null))))
                .isNotNull();
        assertThat(LeakReportKey.objection(IntStream.range(0, 21)
                        .mapToObj(i -> new LeakReportKey("key" + i, pem))
                        .toList()))
                .isNotNull();
    }

    private static String objection(String identifier, String key) {
        return String.valueOf(LeakReportKey.objection(List.of(new LeakReportKey(identifier, key))));
    }

    private static KeyPair pair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String sign(KeyPair pair, byte[] body) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update(body);
        return Base64.getEncoder().encodeToString(signer.sign());
    }
}
