package io.oka.it.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes tokens that no server has issued: signed with the realm's own key, which it has planted there, or with none. */
public final class Forge {

    private final KeyPair realmKey = newKey();
    private final KeyPair foreignKey = newKey();

    /** Plants the key in the realm: from now on the server signs with it. */
    public Forge(TestRealm realm) {
        String pem = Base64.getEncoder().encodeToString(realmKey.getPrivate().getEncoded());
        realm.oka()
                .admin()
                .post(
                        realm.adminPath("/components"),
                        Map.of(
                                "name",
                                "planted",
                                "providerId",
                                "rsa",
                                "providerType",
                                "org.keycloak.keys.KeyProvider",
                                "config",
                                Map.of(
                                        "priority", List.of("1000"),
                                        "enabled", List.of("true"),
                                        "active", List.of("true"),
                                        "algorithm", List.of("RS256"),
                                        "privateKey", List.of(pem))));
    }

    /** A token with other claims, rightly signed. */
    public String withClaims(String genuine, Consumer<ObjectNode> change) {
        ObjectNode claims = (ObjectNode) Tokens.claims(genuine);
        change.accept(claims);
        return signed(header(genuine), claims.toString(), realmKey);
    }

    /** The same claims under the right key id, signed with another key. */
    public String signedWithAForeignKey(String genuine) {
        return signed(header(genuine), payload(genuine), foreignKey);
    }

    /** The same claims, signed with another key that the token brings along. */
    public String signedWithAKeyThatItBrings(String genuine) {
        RSAKey publicKey = new RSAKey.Builder((RSAPublicKey) foreignKey.getPublic()).build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .jwk(publicKey)
                .build();
        return signed(header, payload(genuine), foreignKey);
    }

    /** The same claims as HS256, the secret being the realm's public key in one of its forms. */
    public String signedWithThePublicKey(String genuine, KeyForm form) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(header(genuine).getKeyID())
                    .build();
            JWSObject token = new JWSObject(header, new Payload(payload(genuine)));
            token.sign(new MACSigner(form.bytes((RSAPublicKey) realmKey.getPublic())));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How a public key may be taken for a secret. */
    public enum KeyForm {
        DER,
        BASE64,
        PEM,
        MODULUS;

        byte[] bytes(RSAPublicKey key) {
            String base64 = Base64.getEncoder().encodeToString(key.getEncoded());
            return switch (this) {
                case DER -> key.getEncoded();
                case BASE64 -> base64.getBytes(StandardCharsets.US_ASCII);
                case PEM ->
                    ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                            .getBytes(StandardCharsets.US_ASCII);
                case MODULUS -> key.getModulus().toByteArray();
            };
        }
    }

    /** The same claims under a header of one's own, with any signature. */
    public static String underHeader(String header, String genuine, String signature) {
        return base64(header) + "." + genuine.split("\\.", -1)[1] + "." + signature;
    }

    /** Other claims under the genuine header and signature. */
    public static String withPayload(String genuine, String payload) {
        String[] parts = genuine.split("\\.", -1);
        return parts[0] + "." + base64(payload) + "." + parts[2];
    }

    /** A token's claims as they stand in it. */
    public static String payload(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JWSHeader header(String token) {
        try {
            return JWSHeader.parse(
                    new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String signed(JWSHeader header, String payload, KeyPair key) {
        try {
            JWSObject token = new JWSObject(header, new Payload(payload));
            token.sign(new RSASSASigner(key.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
