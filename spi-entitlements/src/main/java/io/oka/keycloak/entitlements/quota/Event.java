package io.oka.keycloak.entitlements.quota;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Units that were used, for the record.
 *
 * @param usedAt in whose windows they count
 * @param reservationId what held them before; null for nothing
 */
record Event(
        String id,
        QuotaRequest use,
        @Nullable String familyId,
        Instant usedAt,
        @Nullable String reservationId,
        String correlationId) {}
