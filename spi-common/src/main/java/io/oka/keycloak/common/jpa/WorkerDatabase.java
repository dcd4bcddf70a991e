package io.oka.keycloak.common.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSessionFactory;

/** Short transactions of background workers on connections of their own, all of which begin alike. */
public final class WorkerDatabase {

    private static final Duration NETWORK = Duration.ofSeconds(10);

    /**
     * What is committed must be on the disk, however server and pool are configured: a delivery that is marked and lost is
     * sent twice, an event that is marked and lost is sent never. Whoever waits for a lock here gives way before PostgreSQL
     * would look for a deadlock's victim, which might be a person's request; a node that stands still holds nobody up for
     * long. The time is the database's, so that a node whose clock is wrong neither takes leases that have not ended nor
     * keeps its own; only tests move it.
     */
    private static final String BEGIN = "SELECT set_config('synchronous_commit', 'on', true),"
            + " set_config('lock_timeout', '500ms', true), set_config('statement_timeout', '8s', true),"
            + " set_config('idle_in_transaction_session_timeout', '8s', true), clock_timestamp() AS CLOCK";

    private static final String TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('oka.' || ?, 0)) AS MINE";

    private final OwnConnections connections;
    private final String floor;

    /**
     * @param floor whose workers these are: its turns are told from those of others by it
     */
    public WorkerDatabase(KeycloakSessionFactory factory, String floor) {
        this.connections = OwnConnections.of(factory, NETWORK);
        this.floor = floor;
    }

    public OwnConnections connections() {
        return connections;
    }

    /** Names our tables in the schema that the server is configured for. */
    public String sql(String text) {
        return connections.sql(text);
    }

    /** Runs work in one transaction of a thread that is in none. */
    public void inTransaction(Work work) throws SQLException {
        connections.inTransaction(connection -> {
            try (Statement statement = new Statement(connection, BEGIN)) {
                Instant clock =
                        statement.query(row -> Statement.time(row, "CLOCK")).get(0);
                return work.on(connection, clock.plusSeconds(Time.getOffset()));
            }
        });
    }

    /**
     * Whether this transaction is the only one at this work, on whatever node, until it ends; a node that dies in it ends
     * it.
     */
    public boolean isMyTurn(Connection connection, String work) throws SQLException {
        // Servers may share a database, each with a schema of its own.
        try (Statement statement = new Statement(connection, TURN).text(floor + "." + sql(work + ":OKA_"))) {
            return statement.query(row -> row.getBoolean("MINE")).get(0);
        }
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work {

        /** Whether to commit. */
        boolean on(Connection connection, Instant now) throws SQLException;
    }
}
