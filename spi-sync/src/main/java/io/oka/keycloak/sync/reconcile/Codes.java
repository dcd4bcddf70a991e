package io.oka.keycloak.sync.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The order of external codes: that of their bytes in UTF-8, which is the one order that PostgreSQL, Java and whatever an
 * agent is written in can agree about.
 */
public final class Codes {

    public static final Comparator<String> ORDER = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private Codes() {}

    /** Whether a code is behind one and up to another; null is the end. */
    public static boolean isWithin(String code, String after, @Nullable String upTo) {
        return ORDER.compare(code, after) > 0 && !isBehind(code, upTo);
    }

    /** Whether a code comes after the end of a range; null is the end of all. */
    public static boolean isBehind(String code, @Nullable String upTo) {
        return upTo != null && ORDER.compare(code, upTo) > 0;
    }
}
