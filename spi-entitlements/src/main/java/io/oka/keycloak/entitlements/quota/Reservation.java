package io.oka.keycloak.entitlements.quota;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Units that are held until they are used, given back, or the time is up. They count in the windows in which they were
 * reserved, whenever they are used.
 *
 * @param use as it was asked for, its quantity being what is held
 * @param committed how much of it was used; null unless it is committed
 */
record Reservation(
        String id,
        QuotaRequest use,
        @Nullable String familyId,
        String correlationId,
        Instant reservedAt,
        Instant expiresAt,
        State state,
        @Nullable Long committed) {

    enum State {
        OPEN,
        COMMITTED,
        RELEASED,
        EXPIRED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofWireName(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    List<Counter> counters() {
        return Counter.of(use.service(), familyId, reservedAt);
    }

    Reservation ended(State how, @Nullable Long used) {
        return new Reservation(id, use, familyId, correlationId, reservedAt, expiresAt, how, used);
    }
}
