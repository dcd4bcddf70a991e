package io.oka.keycloak.sync;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many items of a job are how far.
 *
 * @param items all of them
 */
@Schema(name = "SyncJobProgress")
public record JobProgress(
        int items,
        int queued,
        int processing,
        int retrying,
        int parked,
        int applied,
        int skipped,
        int dead,
        int discarded,
        int cancelled) {

    public static JobProgress of(Map<ItemState, Integer> counts) {
        return new JobProgress(
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts.getOrDefault(ItemState.QUEUED, 0),
                counts.getOrDefault(ItemState.PROCESSING, 0),
                counts.getOrDefault(ItemState.RETRYING, 0),
                counts.getOrDefault(ItemState.PARKED, 0),
                counts.getOrDefault(ItemState.APPLIED, 0),
                counts.getOrDefault(ItemState.SKIPPED, 0),
                counts.getOrDefault(ItemState.DEAD, 0),
                counts.getOrDefault(ItemState.DISCARDED, 0),
                counts.getOrDefault(ItemState.CANCELLED, 0));
    }

    /**
     * What the items make of their job.
     *
     * @param started whether any was ever taken up
     * @param cancelled whether an operator ended it
     */
    public JobState state(boolean started, boolean cancelled) {
        if (cancelled) {
            return JobState.CANCELLED;
        }
        if (queued + processing > 0) {
            return started ? JobState.RUNNING : JobState.QUEUED;
        }
        if (retrying > 0) {
            return JobState.RETRYING;
        }
        if (parked + dead + discarded == 0) {
            return JobState.SUCCEEDED;
        }
        return parked + applied + skipped == 0 ? JobState.DEAD : JobState.PARTIAL;
    }
}
