package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.change.ChangeRows;
import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the quota writer reads and writes of one tenant, in the order in which one transaction does it. */
final class QuotaStore {

    /**
     * One message, so that taking turns costs one way. What is read after the lock was waited for must be what was
     * committed by then, and the commit must wait for the disk, however server and pool are configured. The timeouts bound how long anybody can hold others up: who waits for the lock,
     * who runs a statement, and a node that stands still with the lock in its hand. The clock is read once the lock is
     * held, so that time never goes back from one transaction of a tenant to the next.
     *
     * <p>The tenant's row is held against deletion only: nobody else's change to the tenant waits.
     */
    private static final String LOCK =
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT set_config('synchronous_commit', 'on', true),"
                    + " set_config('lock_timeout', '2s', true), set_config('statement_timeout', '5s', true),"
                    + " set_config('idle_in_transaction_session_timeout', '5s', true);"
                    + " SELECT pg_advisory_xact_lock(hashtextextended('oka.quota:' || ?, 0));"
                    + " SELECT clock_timestamp() AS CLOCK FROM OKA_TENANT t WHERE t.ID = ? AND t.REALM_ID = ?"
                    + " AND t.DELETED_AT IS NULL FOR KEY SHARE";

    private static final int LOCK_STATEMENTS = 4;

    private final OwnConnections connections;
    private final CounterRows counters;
    private final AnswerRows answers;
    private final ReservationRows reservations;
    private final EventRows events;
    private final ChangeRows changes;
    private final String lock;

    QuotaStore(OwnConnections connections) {
        this.connections = connections;
        this.counters = new CounterRows(connections);
        this.answers = new AnswerRows(connections);
        this.reservations = new ReservationRows(connections);
        this.events = new EventRows(connections);
        this.changes = new ChangeRows(connections);
        this.lock = connections.sql(LOCK);
    }

    OwnConnections connections() {
        return connections;
    }

    CounterRows counters() {
        return counters;
    }

    AnswerRows answers() {
        return answers;
    }

    ReservationRows reservations() {
        return reservations;
    }

    /**
     * Waits until no other transaction, of whatever node, counts for this tenant.
     *
     * @return the time, by the database's clock
     */
    Instant lock(Connection connection, Account account) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setString(1, account.tenantId());
            statement.setString(2, account.tenantId());
            statement.setString(3, account.realmId());
            statement.execute();
            for (int i = 1; i < LOCK_STATEMENTS; i++) {
                statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                if (!row.next()) {
                    throw new TenantGoneException();
                }
                return Statement.time(row, "CLOCK");
            }
        }
    }

    void write(Connection connection, Account account, Ledger ledger) throws SQLException {
        counters.write(connection, account, ledger.changes());
        answers.insert(connection, account, ledger.now(), ledger.newAnswers());
        reservations.insert(connection, account, ledger.newReservations());
        reservations.end(connection, account, ledger.endedReservations());
        events.insert(connection, account, ledger.events());
        changes.append(
                connection,
                ledger.crossings().stream()
                        .map(crossing -> change(account, crossing))
                        .toList());
    }

    private static ChangeRows.Row change(Account account, Crossing crossing) {
        Counter counter = crossing.limit().counter();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("level", counter.level());
        switch (counter.level()) {
            case API_KEY -> data.put("apiKeyId", counter.subject());
            case SERVICE -> data.put("service", counter.subject());
            default -> {
                // The tenant's own limit has no subject but the tenant.
            }
        }
        data.put("period", counter.window());
        data.put("limit", crossing.limit().units());
        data.put("used", crossing.count().used());
        data.put("reserved", crossing.count().reserved());
        data.put("percent", crossing.percent());
        data.put("windowStart", counter.start());
        data.put("resetsAt", counter.end());
        String type = crossing.exceeded() ? "quota.exceeded" : "quota.warning";
        return new ChangeRows.Row(crossing.origin(), type, account.tenantId(), data);
    }
}
