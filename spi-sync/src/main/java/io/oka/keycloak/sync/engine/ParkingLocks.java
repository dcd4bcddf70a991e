package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Whoever parks an item and whoever maps what it waits for must not miss each other: the one takes these locks shared
 * before it looks for the mapping a last time, the other takes one of them alone before it looks for what is parked. All
 * are held to the end of the transaction. Who maps one code holds up those who wait for that code only; who maps many holds
 * up all of the system, since a lock for each would be too many.
 */
public final class ParkingLocks {

    private static final String SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended(?, 0)),"
            + " pg_advisory_xact_lock_shared(hashtextextended(?, 0))";

    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))";

    private ParkingLocks() {}

    static void shared(Connection connection, String realmId, String system, String mappingType, String externalCode)
            throws SQLException {
        try (Statement statement = new Statement(connection, SHARED)
                .text(ofSystem(realmId, system))
                .text(ofCode(realmId, system, mappingType, externalCode))) {
            statement.query(row -> true);
        }
    }

    /** For whoever has mapped a code. */
    public static void code(
            Connection connection, String realmId, String system, String mappingType, String externalCode)
            throws SQLException {
        alone(connection, ofCode(realmId, system, mappingType, externalCode));
    }

    /** For whoever has mapped many. */
    public static void system(Connection connection, String realmId, String system) throws SQLException {
        alone(connection, ofSystem(realmId, system));
    }

    private static void alone(Connection connection, String key) throws SQLException {
        try (Statement statement = new Statement(connection, ALONE).text(key)) {
            statement.query(row -> true);
        }
    }

    private static String ofSystem(String realmId, String system) {
        return "oka.sync.system/" + realmId + "/" + system;
    }

    private static String ofCode(String realmId, String system, String mappingType, String externalCode) {
        return "oka.sync.code/" + realmId + "/" + system + "/" + mappingType + "/" + externalCode;
    }
}
