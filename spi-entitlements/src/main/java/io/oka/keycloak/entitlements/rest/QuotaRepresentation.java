package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How the limit stands that refuses, or else the one with least left. */
@Schema(name = "Quota")
record QuotaRepresentation(
        boolean allowed,

        @Schema(
                description = "Whose limit it is",
                enumeration = {"api_key", "service", "tenant", "unlimited"})
        QuotaAnswer.Level level,

        @Schema(description = "Units in the window; null for any number") @Nullable
        Long limit,

        long used,

        @Schema(description = "Held by reservations; counts as used until they end")
        long reserved,

        @Schema(description = "Null for any number") @Nullable
        Long remaining,

        @Schema(description = "When the window ends") @Nullable
        Instant resetsAt) {

    static QuotaRepresentation of(QuotaAnswer quota) {
        return new QuotaRepresentation(
                quota.allowed(),
                quota.level(),
                quota.limit(),
                quota.used(),
                quota.reserved(),
                quota.remaining(),
                quota.resetsAt());
    }
}
