package io.oka.keycloak.entitlements.flag;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Who falls where in a rollout: the hash that Unleash's clients use, so that the same share of the same people comes out
 * in every language.
 */
public final class RolloutHash {

    private static final int VARIANT_SEED = 86_028_157;
    private static final int PERCENT = 100;

    private RolloutHash() {}

    /** 1 to 100: on in every rollout of at least so many percent. */
    public static int percentile(String key, String sticky) {
        return (int) (hash(key, sticky, 0) % PERCENT) + 1;
    }

    /** 1 to the sum of the weights: the variant is the one whose share this falls into. */
    public static long share(String key, String sticky, long sumOfWeights) {
        return hash(key, sticky, VARIANT_SEED) % sumOfWeights + 1;
    }

    static long hash(String key, String sticky, int seed) {
        byte[] bytes = (key + ":" + sticky).getBytes(StandardCharsets.UTF_8);
        return Integer.toUnsignedLong(MurmurHash3.hash32x86(bytes, 0, bytes.length, seed));
    }
}
