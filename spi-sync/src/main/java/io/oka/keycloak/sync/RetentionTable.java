package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for a time. What is true until it is said otherwise is not among these and is never forgotten: mappings,
 * the versions that were applied last, breakers and settings.
 */
public enum RetentionTable {
    /** Jobs that are over, with their items: none of which is still to be applied, or a dead letter. */
    JOBS("jobs", null),
    /** They go with their jobs. */
    ITEMS("items", JOBS),
    /** The history of mappings, also of those that are still there. */
    MAPPING_HISTORY("mappingHistory", null),
    /** Reports of imports. */
    IMPORTS("imports", null),
    /** Reconciliations that are over, unless a difference that still stands was found by them. */
    RECONCILIATIONS("reconciliations", null),
    /** Pages of snapshots go with their reconciliations. */
    SNAPSHOT_PAGES("snapshotPages", RECONCILIATIONS),
    /** Differences that have ended. */
    DRIFT("drift", null),
    /** What was found and done about differences, but for those that still stand. */
    DRIFT_RECORDS("driftRecords", null),
    /** Alerts that are over. */
    ALERTS("alerts", null),
    /** Enrolment tokens that were used, revoked, or have expired. */
    ENROLMENT_TOKENS("enrolmentTokens", null),
    /** Agents that were revoked, unless something of theirs is still to be applied. */
    AGENTS("agents", null);

    private final String wireName;
    private final @Nullable RetentionTable owner;

    RetentionTable(String wireName, @Nullable RetentionTable owner) {
        this.wireName = wireName;
        this.owner = owner;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** Whose days these go by: its own, or those of the table that its rows go with. */
    public RetentionTable owner() {
        return owner == null ? this : owner;
    }

    /** Whether it has days of its own. */
    public boolean isOwn() {
        return owner == null;
    }

    public static @Nullable RetentionTable find(String wireName) {
        return Arrays.stream(values())
                .filter(table -> table.wireName.equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
