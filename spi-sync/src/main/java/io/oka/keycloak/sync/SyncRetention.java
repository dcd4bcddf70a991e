package io.oka.keycloak.sync;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** How long each table is kept, and what would go. */
public interface SyncRetention {

    /**
     * How a table stands.
     *
     * @param rows how many the realm has
     * @param due how many of them would go now
     * @param oldestAt when the first of them was written; null if there is none
     */
    record Standing(
            RetentionTable table,
            int days,
            long rows,
            long due,
            @Nullable Instant oldestAt) {}

    /**
     * What went, or would go.
     *
     * @param more whether there is more than goes in one run: the same call again goes on
     */
    record Removed(RetentionTable table, long rows, boolean more) {}

    /** Of each table. */
    List<Standing> standings(RealmModel realm);

    /** Counts exactly what {@link #run} would remove. */
    List<Removed> dryRun(RealmModel realm, Set<RetentionTable> tables);

    /**
     * Removes what is older than the operators want it kept, in batches that each commit by themselves; then says so in
     * the session's transaction. If the process dies in between, what has gone has gone, as it does unsaid at night.
     *
     * @param tables those that have days of their own; what goes with them goes too
     */
    List<Removed> run(RealmModel realm, Set<RetentionTable> tables);
}
