package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.change.Actor;
import io.oka.keycloak.common.change.ChangeOrigin;
import io.oka.keycloak.common.change.ChangeRows;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.BreakerState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The breakers as the engine's workers go by them. The row of a system is held for one short transaction, and written only
 * while there are failures to remember: as long as all goes well nothing is.
 */
public final class BreakerRows {

    private static final String COLUMNS =
            "STATE, FORCED, FAILURES, OUTCOMES, TRIPS, OPENED_AT, OPEN_UNTIL, LAST_ERROR, PROBE_ITEM_ID";

    private static final String OF_SYSTEM = " WHERE REALM_ID = ? AND AGENT_SYSTEM = ?";

    private static final String INSERT = "INSERT INTO OKA_SYNC_BREAKER"
            + " (REALM_ID, AGENT_SYSTEM, STATE, FAILURES, OUTCOMES, TRIPS, UPDATED_AT)"
            + " VALUES (?, ?, 'closed', 0, 0, 0, ?) ON CONFLICT (REALM_ID, AGENT_SYSTEM) DO NOTHING";

    private static final String LOCK = "SELECT " + COLUMNS + " FROM OKA_SYNC_BREAKER" + OF_SYSTEM + " FOR UPDATE";

    /** Of a healthy system there is nothing to write: no lock is taken then. */
    private static final String LOCK_TROUBLED = "SELECT " + COLUMNS + " FROM OKA_SYNC_BREAKER" + OF_SYSTEM
            + " AND FORCED IS NULL AND (STATE = 'half_open' OR (STATE = 'closed' AND (FAILURES > 0 OR OUTCOMES <> 0)))"
            + " FOR UPDATE";

    private static final String UPDATE = "UPDATE OKA_SYNC_BREAKER SET STATE = ?, FAILURES = ?, OUTCOMES = ?, TRIPS = ?,"
            + " OPENED_AT = ?, OPEN_UNTIL = ?, LAST_ERROR = ?, PROBE_ITEM_ID = ?, UPDATED_AT = ?" + OF_SYSTEM;

    /** A probe whose node was killed is found by its lease: the engine takes that away, and the item is not under way then. */
    private static final String TO_PROBE = "SELECT b.REALM_ID, b.AGENT_SYSTEM FROM OKA_SYNC_BREAKER b"
            + " WHERE b.FORCED IS NULL AND ((b.STATE = 'open' AND b.OPEN_UNTIL <= ?) OR (b.STATE = 'half_open'"
            + " AND NOT EXISTS (SELECT 1 FROM OKA_SYNC_ITEM i WHERE i.ID = b.PROBE_ITEM_ID AND i.STATE = 'processing')))"
            + " ORDER BY b.OPEN_UNTIL, b.REALM_ID, b.AGENT_SYSTEM";

    private final WorkerDatabase database;
    private final SettingsLook settings;
    private final ChangeRows changes;
    private final String insert;
    private final String lock;
    private final String lockTroubled;
    private final String update;
    private final String toProbe;

    /** A system of a realm. */
    public record SystemId(String realmId, String agentSystem) {}

    public BreakerRows(WorkerDatabase database, SettingsLook settings) {
        this.database = database;
        this.settings = settings;
        this.changes = new ChangeRows(database.connections());
        this.insert = database.sql(INSERT);
        this.lock = database.sql(LOCK);
        this.lockTroubled = database.sql(LOCK_TROUBLED);
        this.update = database.sql(UPDATE);
        this.toProbe = database.sql(TO_PROBE);
    }

    /**
     * A condition that holds for what may be claimed freely: what is of a system whose breaker is closed. Before it is run
     * its table must be named by {@link WorkerDatabase#sql}, with the rest of the statement.
     *
     * @param alias of a row with {@code REALM_ID} and {@code AGENT_SYSTEM}
     */
    public static String isClosedFor(String alias) {
        return "NOT EXISTS (SELECT 1 FROM OKA_SYNC_BREAKER shut WHERE shut.REALM_ID = " + alias
                + ".REALM_ID AND shut.AGENT_SYSTEM = " + alias
                + ".AGENT_SYSTEM AND (shut.FORCED = 'open' OR (shut.FORCED IS NULL AND shut.STATE <> 'closed')))";
    }

    /**
     * Of which systems one item may be claimed all the same, to see whether it is over: ask for it in the claim's own
     * transaction, of which there is one at a time in the cluster, and say {@link #probe} what was claimed.
     */
    public List<SystemId> toProbe(Connection connection, Instant now) throws SQLException {
        try (Statement statement = new Statement(connection, toProbe).time(now)) {
            return statement.query(row -> new SystemId(row.getString("REALM_ID"), row.getString("AGENT_SYSTEM")));
        }
    }

    /** This item is the one that is tried, in the claim's own transaction. */
    public void probe(Connection connection, Instant now, SystemId system, String itemId) throws SQLException {
        BreakerRow held = lock(connection, lock, system);
        if (held != null && held.forced() == null && held.state() != BreakerState.CLOSED) {
            write(connection, now, system, held.probing(itemId));
        }
    }

    /**
     * An item was applied, skipped, parked or refused: all is well as far as the system goes. In a transaction of its own,
     * after that of the item: if the process dies between the two, a probe is made again.
     *
     * @return whether its breaker closed by this, so that there may be much to claim
     */
    public boolean succeeded(SystemId system) throws SQLException {
        boolean[] closed = {false};
        database.inTransaction((connection, now) -> {
            BreakerRow held = lock(connection, lockTroubled, system);
            if (held == null) {
                return false;
            }
            BreakerRow moved = held.succeeded();
            write(connection, now, system, moved);
            closed[0] = held.state() != moved.state();
            if (closed[0]) {
                publish(connection, "sync.breaker_closed", system, Map.of("agentSystem", system.agentSystem()));
            }
            return true;
        });
        return closed[0];
    }

    /**
     * An item failed for a reason that may pass. In a transaction of its own, after that of the item.
     *
     * @param errorClass stable, in snake case
     * @return whether nothing more of the system is to be tried now, be it that its breaker opened by this or by another
     */
    public boolean failed(SystemId system, String itemId, String errorClass) throws SQLException {
        boolean[] shut = {false};
        database.inTransaction((connection, now) -> {
            BreakerRow held = lock(connection, lock, system);
            if (held == null) {
                insert(connection, now, system);
                held = Objects.requireNonNullElse(lock(connection, lock, system), BreakerRow.NEW);
            }
            BreakerRow moved = held.failed(
                    itemId,
                    errorClass,
                    now,
                    settings.of(connection, system.realmId()).breaker());
            shut[0] = moved.isShut();
            if (moved.equals(held)) {
                return false;
            }
            write(connection, now, system, moved);
            // One that was tried in vain is not news.
            if (moved.state() == BreakerState.OPEN && held.state() == BreakerState.CLOSED) {
                publish(connection, "sync.breaker_opened", system, data(system, moved));
            }
            return true;
        });
        return shut[0];
    }

    private static Map<String, Object> data(SystemId system, BreakerRow row) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("agentSystem", system.agentSystem());
        data.put("failures", row.failures());
        data.put("error", String.valueOf(row.lastError()));
        data.put("openUntil", String.valueOf(row.openUntil()));
        return data;
    }

    private void publish(Connection connection, String type, SystemId system, Map<String, Object> data)
            throws SQLException {
        ChangeOrigin origin = new ChangeOrigin(system.realmId(), Actor.SYSTEM, Uuid7.next());
        changes.append(connection, List.of(new ChangeRows.Row(origin, type, null, data)));
    }

    private void insert(Connection connection, Instant now, SystemId system) throws SQLException {
        try (Statement statement = of(new Statement(connection, insert), system).time(now)) {
            statement.update();
        }
    }

    private static @Nullable BreakerRow lock(Connection connection, String sql, SystemId system) throws SQLException {
        try (Statement statement = of(new Statement(connection, sql), system)) {
            return statement.query(BreakerRows::row).stream().findFirst().orElse(null);
        }
    }

    private void write(Connection connection, Instant now, SystemId system, BreakerRow row) throws SQLException {
        try (Statement statement = new Statement(connection, update)
                .text(row.state().wireName())
                .number(row.failures())
                .number(row.outcomes())
                .number(row.trips())
                .timeOrNull(row.openedAt())
                .timeOrNull(row.openUntil())
                .text(row.lastError())
                .text(row.probe())
                .time(now)) {
            of(statement, system).update();
        }
    }

    private static Statement of(Statement statement, SystemId system) throws SQLException {
        return statement.text(system.realmId()).text(system.agentSystem());
    }

    private static BreakerRow row(ResultSet row) throws SQLException {
        return new BreakerRow(
                BreakerState.ofWireName(row.getString("STATE")),
                Optional.ofNullable(row.getString("FORCED"))
                        .map(BreakerState::ofWireName)
                        .orElse(null),
                row.getInt("FAILURES"),
                row.getLong("OUTCOMES"),
                row.getInt("TRIPS"),
                Statement.timeOrNull(row, "OPENED_AT"),
                Statement.timeOrNull(row, "OPEN_UNTIL"),
                row.getString("LAST_ERROR"),
                row.getString("PROBE_ITEM_ID"));
    }
}
