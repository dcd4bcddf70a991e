package io.oka.keycloak.entitlements.quota;

/**
 * How a counter stands.
 *
 * @param told how much of it was announced in this window: 0 nothing, 1 the warning, 2 that the limit is reached
 */
record Count(long used, long reserved, int told) {

    static final Count ZERO = new Count(0, 0, 0);
    static final int TOLD_WARNING = 1;
    static final int TOLD_EXCEEDED = 2;

    /** Beyond this nothing is counted, so that no sum overflows. */
    private static final long CEILING = Long.MAX_VALUE / 4;

    long taken() {
        return used + reserved;
    }

    Count plus(long moreUsed, long moreReserved) {
        return new Count(used + moreUsed, reserved + moreReserved, told);
    }

    Count told(int stage) {
        return new Count(used, reserved, stage);
    }

    boolean hasRoom(long quantity, long limit) {
        return quantity <= limit - taken();
    }

    boolean canHold(long quantity) {
        return quantity <= CEILING - taken();
    }
}
