package io.oka.keycloak.sync.agent;

/** So many calls in a minute, and no more than that at once. Whoever shares it takes turns. */
final class TokenBucket {

    private static final double MINUTE_MILLIS = 60_000;

    private double tokens;
    private long asOf;

    /**
     * A full one.
     *
     * @param now in milliseconds
     */
    TokenBucket(int perMinute, long now) {
        this.tokens = perMinute;
        this.asOf = now;
    }

    /**
     * Takes one call.
     *
     * @param perMinute as it is now: operators may have changed it
     * @param now in milliseconds
     * @return 0 if it may go on; else how many seconds it has to wait, and nothing is taken
     */
    int take(int perMinute, long now) {
        // A clock that was set back gives nothing and takes nothing.
        long passed = Math.max(0, now - asOf);
        tokens = Math.min(perMinute, tokens + passed * perMinute / MINUTE_MILLIS);
        asOf = now;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        double millis = (1 - tokens) * MINUTE_MILLIS / perMinute;
        return (int) Math.max(1, Math.ceil(millis / 1000));
    }
}
