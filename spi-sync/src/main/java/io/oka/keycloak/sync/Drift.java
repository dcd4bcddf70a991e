package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A difference between the two sides. It stands once, however often it is seen.
 *
 * @param field empty for what is about all of the entity
 * @param localValue of a field; an object of fields where it is about several
 * @param localVersion the other system's version that was applied here last; null if none was
 * @param explainedBy an item of this code that is still under way, or was given up; null if none is known
 * @param fixJobId the job that sets it right
 */
public record Drift(
        String id,
        String agentSystem,
        DriftKind kind,
        String severity,
        ComparedEntity entity,
        String externalCode,
        @Nullable String tenantId,
        String field,
        @Nullable JsonNode localValue,
        @Nullable JsonNode remoteValue,
        @Nullable Long localVersion,
        @Nullable Long remoteVersion,
        SourceOfTruth sourceOfTruth,
        DriftState state,
        Instant firstSeenAt,
        Instant lastSeenAt,
        Instant graceUntil,
        @Nullable Instant endedAt,
        @Nullable Instant ignoredUntil,
        @Nullable String ignoredReason,
        String firstReconciliationId,
        String lastReconciliationId,
        @Nullable String explainedBy,
        @Nullable String fixJobId) {

    /**
     * A line of what happened to it; never changed.
     *
     * @param action {@code found}, {@code seen}, {@code opened}, {@code approved}, {@code ignored}, {@code fixed},
     *     {@code failed} or {@code resolved}
     * @param data the difference as it stood
     */
    public record Record(
            String id,
            @Nullable String reconciliationId,
            String action,
            @Nullable String detail,
            JsonNode data,
            String actorType,
            @Nullable String actorId,
            @Nullable String correlationId,
            Instant at) {}

    /**
     * Which are meant; null does not narrow.
     *
     * @param reconciliationId seen by this one
     */
    public record Filter(
            @Nullable DriftState state,
            @Nullable DriftKind kind,
            @Nullable String severity,
            @Nullable String agentSystem,
            @Nullable ComparedEntity entity,
            @Nullable String field,
            @Nullable String externalCode,
            @Nullable String tenantId,
            @Nullable String reconciliationId) {

        public static final Filter ALL = new Filter(null, null, null, null, null, null, null, null, null);

        /** The same, of those that a comparison has seen. */
        public Filter seenBy(Reconciliation one) {
            return new Filter(
                    state, kind, severity, one.agentSystem(), entity, field, externalCode, tenantId, one.id());
        }

        /** The same, of this state. */
        public Filter of(DriftState wanted) {
            return new Filter(
                    wanted, kind, severity, agentSystem, entity, field, externalCode, tenantId, reconciliationId);
        }
    }

    /**
     * How far one call came.
     *
     * @param drifts how many it dealt with
     * @param more whether there may be more: the same call again goes on
     */
    public record Batch(int drifts, boolean more) {}
}
