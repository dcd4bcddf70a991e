package io.oka.keycloak.sync;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What operators decide about sync in their realm; whatever they have not decided is as in {@link #USUAL}.
 *
 * @param concurrency how many items of the realm are applied at the same time, on all nodes together
 * @param maxQueuedItems how many items may wait in the realm before jobs are refused
 * @param alertTargets addresses, ranges and hosts beside the public internet to which alerts may go
 * @param retentionDays for how long each table is kept, by its name
 */
public record SyncSettings(
        @Schema(minimum = "1", maximum = "20", defaultValue = "5")
        int concurrency,

        @Schema(minimum = "1", maximum = "10000000", defaultValue = "1000000")
        int maxQueuedItems,

        Breaker breaker,
        Alerts alerts,
        List<String> alertTargets,
        Reconciliation reconciliation,
        Map<String, Integer> retentionDays) {

    /** How the two sides can differ. */
    public static final Set<String> DRIFT_KINDS = Set.of("missing_local", "missing_remote", "field_mismatch", "stale");

    /** What is compared, as entity and field. */
    public static final Set<String> FIELDS = Set.of(
            "tenant.name",
            "tenant.displayName",
            "tenant.suspended",
            "tenant.quotaLimit",
            "subscription.plan",
            "subscription.status",
            "subscription.currentPeriodEnd",
            "subscription.cancelAtPeriodEnd");

    public static final SyncSettings USUAL = new SyncSettings(
            5,
            1_000_000,
            new Breaker(20, 50, 30, 600),
            new Alerts(100, 600, 10, true, true, 60),
            List.of(),
            new Reconciliation(
                    Map.of("missing_local", 15, "missing_remote", 15, "field_mismatch", 15, "stale", 15),
                    Map.of(
                            "tenant.name", "local",
                            "tenant.displayName", "remote",
                            "tenant.suspended", "remote",
                            "tenant.quotaLimit", "local",
                            "subscription.plan", "remote",
                            "subscription.status", "remote",
                            "subscription.currentPeriodEnd", "remote",
                            "subscription.cancelAtPeriodEnd", "remote"),
                    List.of(),
                    Map.of(
                            "missing_local", "high",
                            "missing_remote", "high",
                            "field_mismatch", "low",
                            "stale", "low",
                            "subscription.plan", "high",
                            "subscription.status", "high")),
            Map.of(
                    "jobs", 90,
                    "mappingHistory", 730,
                    "imports", 180,
                    "reconciliations", 365,
                    "drift", 365,
                    "driftRecords", 730,
                    "alerts", 90,
                    "enrolmentTokens", 90,
                    "agents", 365));

    public SyncSettings {
        alertTargets = List.copyOf(alertTargets);
        // In an order of its own, so that the same settings read the same.
        retentionDays = Map.copyOf(retentionDays);
    }

    /** In the order of their names, as they are shown. */
    public Map<String, Integer> retentionDays() {
        return new TreeMap<>(retentionDays);
    }

    /**
     * For how long a table is kept.
     *
     * @param table a name in {@link #retentionDays}, as {@link RetentionTable} has it
     */
    public Duration retention(String table) {
        return Duration.ofDays(
                Objects.requireNonNull(retentionDays.get(table), () -> "No table of retention is named " + table));
    }

    /**
     * When a system is left alone for a while.
     *
     * @param failuresInRow items that failed one after the other for a reason that may pass
     * @param failurePercent or such a share of the last 50
     * @param openSeconds for how long at first; each time it opens again without having closed, twice as long
     * @param longestOpenSeconds and at most so long
     */
    @Schema(name = "SyncBreakerSettings")
    public record Breaker(
            @Schema(minimum = "1", maximum = "1000") int failuresInRow,

            @Schema(minimum = "1", maximum = "100") int failurePercent,

            @Schema(minimum = "1", maximum = "3600") int openSeconds,

            @Schema(minimum = "1", maximum = "86400") int longestOpenSeconds) {}

    /**
     * What is told to the alert webhook. A threshold of 0 is never reached.
     *
     * @param deadLetters from so many dead letters of a system on
     * @param queueAgeSeconds once the oldest item that is due waits for so long
     * @param driftOpen from so many open differences of a system on
     * @param agentOffline whether it is told that an agent is offline
     * @param breakerOpen whether it is told that a breaker is open
     * @param repeatMinutes what still holds is told again after so long
     */
    @Schema(name = "SyncAlertSettings")
    public record Alerts(
            @Schema(minimum = "0") int deadLetters,

            @Schema(minimum = "0") int queueAgeSeconds,

            @Schema(minimum = "0") int driftOpen,

            boolean agentOffline,
            boolean breakerOpen,

            @Schema(minimum = "1", maximum = "10080") int repeatMinutes) {}

    /**
     * What is done about differences.
     *
     * @param graceMinutes how old a difference must be before it counts, by kind
     * @param sourceOfTruth which side is right, {@code remote} or {@code local}, by entity and field
     * @param autoFix what is set right by itself once it counts: kinds, and fields as {@code entity.field}
     * @param severity {@code low}, {@code medium} or {@code high}, by kind, or by entity and field
     */
    @Schema(name = "SyncReconciliationSettings")
    public record Reconciliation(
            Map<String, Integer> graceMinutes,
            Map<String, String> sourceOfTruth,
            List<String> autoFix,
            Map<String, String> severity) {

        public Reconciliation {
            graceMinutes = Map.copyOf(graceMinutes);
            sourceOfTruth = Map.copyOf(sourceOfTruth);
            autoFix = List.copyOf(autoFix);
            severity = Map.copyOf(severity);
        }

        /** In the order of their names, as are the other two. */
        public Map<String, Integer> graceMinutes() {
            return new TreeMap<>(graceMinutes);
        }

        public Map<String, String> sourceOfTruth() {
            return new TreeMap<>(sourceOfTruth);
        }

        public Map<String, String> severity() {
            return new TreeMap<>(severity);
        }

        public Duration grace(String kind) {
            return Duration.ofMinutes(Objects.requireNonNull(graceMinutes.get(kind), kind));
        }

        /** Whether the other system is right about a field, where the two differ. */
        public boolean isRemoteRight(String entity, String field) {
            return "remote".equals(sourceOfTruth.getOrDefault(entity + "." + field, "remote"));
        }

        /**
         * How bad a difference is: what is said of its field goes before what is said of its kind.
         *
         * @param field empty for what is about all of the entity
         */
        public String severityOf(String kind, String entity, String field) {
            String ofKind = Objects.requireNonNull(severity.get(kind), kind);
            return field.isEmpty() ? ofKind : severity.getOrDefault(entity + "." + field, ofKind);
        }

        /** Whether such a difference is set right without anybody's approval. */
        public boolean fixesItself(String kind, String entity, String field) {
            return autoFix.contains(kind) || (!field.isEmpty() && autoFix.contains(entity + "." + field));
        }
    }
}
