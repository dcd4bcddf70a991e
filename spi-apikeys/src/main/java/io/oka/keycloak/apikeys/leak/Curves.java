package io.oka.keycloak.apikeys.leak;

import java.math.BigInteger;
import java.security.spec.ECParameterSpec;

/** Tells NIST P-256 from all other curves. */
final class Curves {

    /** The order of its base point (FIPS 186-5, section 3.2.1.3 of SP 800-186). */
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private Curves() {}

    static boolean isP256(ECParameterSpec curve) {
        return P256_ORDER.equals(curve.getOrder());
    }
}
