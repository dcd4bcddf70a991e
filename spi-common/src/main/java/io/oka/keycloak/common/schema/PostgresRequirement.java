package io.oka.keycloak.common.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Oka's exact counters, leases and partitions are PostgreSQL's: on anything else the server shall not start. */
final class PostgresRequirement {

    static final int OLDEST_MAJOR = 14;

    private PostgresRequirement() {}

    /**
     * @throws IllegalStateException with a sentence for the operator, which ends the start
     */
    static void check(KeycloakSession session) {
        ProviderFactory<JpaConnectionProvider> factory =
                session.getKeycloakSessionFactory().getProviderFactory(JpaConnectionProvider.class);
        if (!(factory instanceof JpaConnectionProviderFactory jpa)) {
            return;
        }
        try (Connection connection = jpa.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            String objection = objection(database.getDatabaseProductName(), database.getDatabaseMajorVersion());
            if (objection != null) {
                throw new IllegalStateException(objection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Oka could not ask the database for its version", e);
        }
    }

    static @Nullable String objection(String product, int majorVersion) {
        if (product.equals("PostgreSQL") && majorVersion >= OLDEST_MAJOR) {
            return null;
        }
        return "Oka needs PostgreSQL " + OLDEST_MAJOR + " or newer and found " + product + " " + majorVersion
                + ". Start Keycloak with --db=postgres and a --db-url that leads to such a server, or take Oka's jars"
                + " out of providers/.";
    }
}
