package io.oka.keycloak.apikeys.leak;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A public key under which a finder of leaked keys signs its reports.
 *
 * @param keyIdentifier by which reports name it
 * @param key an ECDSA P-256 public key in PEM (SubjectPublicKeyInfo)
 */
public record LeakReportKey(
        @Nullable String keyIdentifier, @Nullable String key) {

    private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final int LONGEST_KEY = 2_000;
    private static final int MOST_KEYS = 20;

    /** What is wrong with an operator's list; null if nothing. */
    static @Nullable String objection(List<LeakReportKey> keys) {
        if (keys.size() > MOST_KEYS) {
            return "must be at most " + MOST_KEYS;
        }
        if (keys.stream().anyMatch(one -> one == null || one.keyIdentifier() == null || one.key() == null)) {
            return "must each have a keyIdentifier and a key";
        }
        if (keys.stream()
                .anyMatch(one ->
                        !IDENTIFIER.matcher(String.valueOf(one.keyIdentifier())).matches())) {
            return "must have identifiers of at most 128 visible ASCII characters";
        }
        if (keys.stream().map(LeakReportKey::keyIdentifier).distinct().count() < keys.size()) {
            return "must have identifiers of their own";
        }
        return keys.stream().allMatch(one -> one.publicKey() != null)
                ? null
                : "must have ECDSA P-256 public keys in PEM";
    }

    /** Whether this key made the signature, which is a DER sequence in Base64, over these very bytes. */
    boolean signed(byte[] body, String signature) {
        PublicKey publicKey = publicKey();
        if (publicKey == null) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(publicKey);
            verifier.update(body);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException | SignatureException e) {
            // Not Base64, or no DER: no signature.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has ECDSA over P-256", e);
        }
    }

    private @Nullable PublicKey publicKey() {
        if (key == null || key.length() > LONGEST_KEY) {
            return null;
        }
        try {
            String base64 =
                    key.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
            PublicKey parsed = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
            return parsed instanceof ECPublicKey ec && Curves.isP256(ec.getParams()) ? parsed : null;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // Not a key of this kind, which is all that is asked.
            return null;
        }
    }
}
