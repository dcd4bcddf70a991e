package io.oka.keycloak.common.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;

/**
 * Connections of the server's own pool, for workers that write in transactions of their own. On a thread that is in a
 * transaction already the pool would give that one's connection: use it on threads that serve no session.
 */
public final class OwnConnections {

    private final KeycloakSessionFactory factory;
    private final JpaConnectionProviderFactory pool;
    private final int networkMillis;
    private final @Nullable String schema;
    private final ThreadLocal<@Nullable ProviderEvent> toTell = new ThreadLocal<>();

    private OwnConnections(KeycloakSessionFactory factory, JpaConnectionProviderFactory pool, Duration networkTimeout) {
        this.factory = factory;
        this.pool = pool;
        this.networkMillis = Math.toIntExact(networkTimeout.toMillis());
        this.schema = pool.getSchema();
    }

    /**
     * @param networkTimeout how long one answer of the database is waited for; a database that stands still would hold
     *     the thread forever
     */
    public static OwnConnections of(KeycloakSessionFactory factory, Duration networkTimeout) {
        if (factory.getProviderFactory(JpaConnectionProvider.class) instanceof JpaConnectionProviderFactory jpa) {
            return new OwnConnections(factory, jpa, networkTimeout);
        }
        throw new IllegalStateException("Keycloak keeps its data elsewhere than in a database");
    }

    /**
     * Runs work in one transaction: committed if it says so, else rolled back, as it is if it throws. Where the commit
     * itself throws, nobody can tell which of the two happened.
     */
    public void inTransaction(Work work) throws SQLException {
        boolean committed = false;
        try (Connection connection = pool.getConnection()) {
            int networkMillisBefore = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, networkMillis);
            connection.setAutoCommit(false);
            try {
                if (work.on(connection)) {
                    connection.commit();
                    committed = true;
                } else {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
                connection.setNetworkTimeout(Runnable::run, networkMillisBefore);
            } catch (SQLException | RuntimeException e) {
                restore(connection, networkMillisBefore, e);
                throw e;
            }
        } finally {
            tell(committed);
        }
    }

    /**
     * Publishes an event once the transaction that this thread is in has committed, and its connection is back; the last
     * one that was asked for. Nothing is published if it is rolled back, or if the process dies.
     */
    public void publishAfterCommit(ProviderEvent event) {
        toTell.set(event);
    }

    private void tell(boolean committed) {
        ProviderEvent event = toTell.get();
        toTell.remove();
        if (committed && event != null) {
            factory.publish(event);
        }
    }

    private static void restore(Connection connection, int networkMillis, Exception why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setNetworkTimeout(Runnable::run, networkMillis);
        } catch (SQLException e) {
            // It is broken, and the pool will notice: what broke it tells more.
            why.addSuppressed(e);
        }
    }

    /** Names our tables in the schema that the server is configured for. */
    public String sql(String text) {
        return schema == null ? text : text.replace("OKA_", schema + ".OKA_");
    }

    /** Names a table of Keycloak's own in that schema. */
    public String keycloakTable(String name) {
        return schema == null ? name : schema + "." + name;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Work {

        /** Whether to commit. */
        boolean on(Connection connection) throws SQLException;
    }
}
