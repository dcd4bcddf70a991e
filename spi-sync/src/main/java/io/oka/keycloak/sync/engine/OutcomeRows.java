package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.ItemState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an item, in its row: on a session's connection, with what was applied, or on one of a worker's own. Nothing
 * is written of an item whose lease has ended meanwhile.
 */
final class OutcomeRows {

    private static final String OF_LEASE = " WHERE i.ID = ? AND i.LEASE_TOKEN = ? AND i.STATE = 'processing'";

    private static final String LOOK = "SELECT j.CANCELLED_AT IS NOT NULL AS CANCELLED FROM OKA_SYNC_ITEM i"
            + " JOIN OKA_SYNC_JOB j ON j.ID = i.JOB_ID" + OF_LEASE;

    private static final String HOLD = LOOK + " FOR UPDATE OF i";

    private static final String FINISH = "UPDATE OKA_SYNC_ITEM i SET STATE = ?, RESULT = ?, DETAIL = ?,"
            + " TENANT_ID = COALESCE(?, TENANT_ID), PARKED_TYPE = ?, PARKED_CODE = ?, ATTEMPTS = ATTEMPTS + ?,"
            + " NEXT_ATTEMPT_AT = ?, UPDATED_AT = ?, FINISHED_AT = ?,"
            + " LEASE_OWNER = NULL, LEASE_UNTIL = NULL, LEASE_TOKEN = NULL" + OF_LEASE;

    private static final String IS_MAPPED = "SELECT EXISTS (SELECT 1 FROM OKA_SYNC_MAPPING WHERE REALM_ID = ?"
            + " AND AGENT_SYSTEM = ? AND TYPE = ? AND EXTERNAL_CODE = ?) AS MAPPED";

    private static final int LONGEST_RESULT = 64;
    private static final int LONGEST_DETAIL = 1_000;

    private final String look;
    private final String hold;
    private final String finish;
    private final String isMapped;

    OutcomeRows(WorkerDatabase database) {
        this.look = database.sql(LOOK);
        this.hold = database.sql(HOLD);
        this.finish = database.sql(FINISH);
        this.isMapped = database.sql(IS_MAPPED);
    }

    /** Whether an item is still this worker's. */
    enum Lease {
        OURS,
        CANCELLED,
        LOST
    }

    /**
     * What is written of it.
     *
     * @param nextAttemptAt null if there is none
     * @param finished whether it has come to an end
     */
    private record End(
            ItemState state,
            @Nullable String result,
            @Nullable String detail,
            @Nullable String tenantId,
            ItemOutcome.@Nullable Parked parked,
            int attempts,
            @Nullable Instant nextAttemptAt,
            boolean finished) {

        static End of(ItemState state, @Nullable String result, @Nullable String detail, @Nullable String tenantId) {
            return new End(state, result, detail, tenantId, null, 1, null, true);
        }
    }

    /** Holds the item until the transaction ends: while it is held its lease is not taken away. */
    Lease hold(Connection connection, ClaimedItem item) throws SQLException {
        return lease(connection, hold, item);
    }

    /** Looks only. */
    Lease look(Connection connection, ClaimedItem item) throws SQLException {
        return lease(connection, look, item);
    }

    private static Lease lease(Connection connection, String sql, ClaimedItem item) throws SQLException {
        try (Statement statement =
                new Statement(connection, sql).text(item.id()).text(item.token())) {
            List<Boolean> cancelled = statement.query(row -> row.getBoolean("CANCELLED"));
            if (cancelled.isEmpty()) {
                return Lease.LOST;
            }
            return cancelled.get(0) ? Lease.CANCELLED : Lease.OURS;
        }
    }

    /** It belongs to a job that was ended. */
    boolean cancelled(Connection connection, Instant now, ClaimedItem item) throws SQLException {
        return write(connection, now, item, new End(ItemState.CANCELLED, null, null, null, null, 0, null, true));
    }

    /**
     * Writes what came of it.
     *
     * @param random from 0 to 1
     * @return false if its lease has ended: then it is another worker's
     */
    boolean finish(Connection connection, Instant now, ClaimedItem item, ItemOutcome outcome, double random)
            throws SQLException {
        if (outcome instanceof ItemOutcome.Applied applied) {
            return write(connection, now, item, End.of(ItemState.APPLIED, applied.result(), null, applied.tenantId()));
        } else if (outcome instanceof ItemOutcome.Skipped skipped) {
            return write(
                    connection,
                    now,
                    item,
                    End.of(ItemState.SKIPPED, skipped.reason(), skipped.detail(), skipped.tenantId()));
        } else if (outcome instanceof ItemOutcome.Refused refused) {
            return write(connection, now, item, End.of(ItemState.DEAD, refused.errorClass(), refused.detail(), null));
        } else if (outcome instanceof ItemOutcome.Parked parked) {
            return park(connection, now, item, parked);
        } else if (outcome instanceof ItemOutcome.Failed failed) {
            return write(connection, now, item, failed(now, item, failed, random));
        }
        throw new IllegalStateException("Nothing else can come of an item");
    }

    /**
     * Whoever maps the code waits until this has committed, and sees it; or has committed before, and then it is seen here
     * and the item goes on at once. Either way nothing waits for what has already come.
     */
    private boolean park(Connection connection, Instant now, ClaimedItem item, ItemOutcome.Parked parked)
            throws SQLException {
        ParkingLocks.shared(connection, item.realmId(), item.system(), parked.mappingType(), parked.externalCode());
        boolean mapped;
        try (Statement statement = new Statement(connection, isMapped)
                .text(item.realmId())
                .text(item.system())
                .text(parked.mappingType())
                .text(parked.externalCode())) {
            mapped = statement.query(row -> row.getBoolean("MAPPED")).get(0);
        }
        String detail = "The " + parked.mappingType() + " code " + parked.externalCode() + " is mapped to nothing";
        return write(
                connection,
                now,
                item,
                mapped
                        ? new End(ItemState.QUEUED, null, null, null, null, 0, now, false)
                        : new End(ItemState.PARKED, "unmapped_code", detail, null, parked, 0, null, false));
    }

    private static End failed(Instant now, ClaimedItem item, ItemOutcome.Failed failed, double random) {
        Duration wait = Backoff.after(item.attempts() + 1, random);
        if (wait == null) {
            return End.of(ItemState.DEAD, "retries_exhausted", failed.errorClass() + ": " + failed.detail(), null);
        }
        return new End(ItemState.RETRYING, failed.errorClass(), failed.detail(), null, null, 1, now.plus(wait), false);
    }

    private boolean write(Connection connection, Instant now, ClaimedItem item, End end) throws SQLException {
        ItemOutcome.Parked parked = end.parked();
        try (Statement statement = new Statement(connection, finish)
                .text(end.state().wireName())
                .text(cut(end.result(), LONGEST_RESULT))
                .text(cut(end.detail(), LONGEST_DETAIL))
                .text(end.tenantId())
                .text(parked == null ? null : parked.mappingType())
                .text(parked == null ? null : parked.externalCode())
                .number(end.attempts())
                .timeOrNull(end.nextAttemptAt())
                .time(now)
                .timeOrNull(end.finished() ? now : null)
                .text(item.id())
                .text(item.token())) {
            return statement.update() == 1;
        }
    }

    private static @Nullable String cut(@Nullable String text, int longest) {
        if (text == null || text.length() <= longest) {
            return text;
        }
        // No half of a surrogate pair: PostgreSQL could not hold it.
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }
}
