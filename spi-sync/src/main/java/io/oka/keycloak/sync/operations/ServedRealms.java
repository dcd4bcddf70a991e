package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.realm.OkaRealm;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Realms that are enabled, and in which Oka is on: of others nobody is to be woken. */
final class ServedRealms {

    private static final String SERVED = "SELECT r.ID FROM %s r WHERE %s";

    /** As Keycloak reads it: whatever the case. */
    private static final String IS_SERVED = "%2$s.ENABLED AND EXISTS (SELECT 1 FROM %1$s s WHERE s.REALM_ID = %2$s.ID"
            + " AND s.NAME = '" + OkaRealm.ENABLED + "' AND lower(s.VALUE) = 'true')";

    private final String served;

    ServedRealms(WorkerDatabase database) {
        this.served = SERVED.formatted(database.connections().keycloakTable("REALM"), isServed(database, "r"));
    }

    /** A condition on a row of Keycloak's realms. */
    static String isServed(WorkerDatabase database, String alias) {
        return IS_SERVED.formatted(database.connections().keycloakTable("REALM_ATTRIBUTE"), alias);
    }

    Set<String> ids(Connection connection) throws SQLException {
        try (Statement statement = new Statement(connection, served)) {
            return new HashSet<>(statement.query(row -> row.getString("ID")));
        }
    }
}
