package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.BreakerState;
import io.oka.keycloak.sync.SystemBreaker;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The breaker of a system. */
@Schema(name = "SyncBreaker")
record BreakerRepresentation(
        String agentSystem,

        @Schema(description = "What holds: an operator's word goes before what happened")
        BreakerState state,

        @Schema(description = "What an operator holds it at; absent if it goes by what happens") @Nullable
        BreakerState forced,

        @Schema(description = "Items that failed last, one after the other, for a reason that may pass")
        int failuresInRow,

        @Schema(description = "How many of the last 50 items failed so")
        int failuresOfLast50,

        @Schema(description = "How often it opened without having closed in between")
        int trips,

        @Nullable Instant openedAt,

        @Schema(description = "When one item is tried") @Nullable
        Instant openUntil,

        @Schema(description = "The class of the last failure") @Nullable
        String lastError,

        @Schema(description = "The item that is tried while it is half open") @Nullable
        String probeItemId,

        @Schema(description = "Absent if nothing has ever failed") @Nullable
        Instant updatedAt) {

    static BreakerRepresentation of(SystemBreaker breaker) {
        return new BreakerRepresentation(
                breaker.agentSystem(),
                breaker.effective(),
                breaker.forced(),
                breaker.failuresInRow(),
                breaker.failuresOfLast50(),
                breaker.trips(),
                breaker.openedAt(),
                breaker.openUntil(),
                breaker.lastError(),
                breaker.probeItemId(),
                breaker.updatedAt());
    }
}
