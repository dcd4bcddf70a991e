package io.oka.keycloak.common.http;

import java.security.SecureRandom;
import java.util.UUID;
import org.keycloak.common.util.Time;

/**
 * Time-ordered UUIDs (RFC 9562, section 5.7, method 1 with a 12-bit counter) for append-only rows: within one node ids
 * rise strictly, also within a millisecond, so that inserts touch the right edge of their index.
 */
public final class Uuid7 {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_LIMIT = 1 << 12;
    /** The counter starts low, to leave room for a burst within its millisecond. */
    private static final int COUNTER_START = 1 << 8;

    private static long lastMillis;
    private static int counter;

    private Uuid7() {}

    public static String next() {
        return next(Time.currentTimeMillis()).toString();
    }

    static synchronized UUID next(long nowMillis) {
        if (nowMillis > lastMillis) {
            lastMillis = nowMillis;
            counter = RANDOM.nextInt(COUNTER_START);
        } else if (++counter >= COUNTER_LIMIT) {
            // More than the counter holds: borrow from the next millisecond rather than repeat or go back.
            lastMillis++;
            counter = RANDOM.nextInt(COUNTER_START);
        }
        long high = (lastMillis << 16) | 0x7000L | counter;
        long low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
