package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.sync.SyncSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where the alerts of each realm go. */
final class AlertAddresses {

    private static final Logger LOG = Logger.getLogger(AlertAddresses.class);

    private static final int SEALED_AT_ONCE = 100;

    private static final String LISTENING = "SELECT REALM_ID FROM OKA_SYNC_OPTIONS WHERE ALERT_URL IS NOT NULL";

    private static final String ADDRESS =
            "SELECT o.REALM_ID, o.KEY_VERSION, o.ALERT_URL, o.OPTIONS, r.NAME FROM OKA_SYNC_OPTIONS o JOIN %s r"
                    + " ON r.ID = o.REALM_ID WHERE o.REALM_ID = ? AND o.ALERT_URL IS NOT NULL AND %s";

    private static final String OLD = "SELECT REALM_ID, KEY_VERSION, ALERT_URL FROM OKA_SYNC_OPTIONS"
            + " WHERE ALERT_URL IS NOT NULL AND KEY_VERSION <> ? ORDER BY REALM_ID LIMIT " + SEALED_AT_ONCE;

    /** Unless somebody has written another meanwhile. */
    private static final String RESEAL = "UPDATE OKA_SYNC_OPTIONS SET KEY_VERSION = ?, ALERT_URL = ?"
            + " WHERE REALM_ID = ? AND KEY_VERSION = ? AND ALERT_URL = ?";

    private final WorkerDatabase database;
    private final Sealer sealer;
    private final String address;

    /** An address as it is stored, and what else counts for a message there. */
    record Sealed(String realmId, String realm, int version, byte[] url, SyncSettings settings) {}

    private record Old(String realmId, int version, byte[] url) {}

    AlertAddresses(WorkerDatabase database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
        this.address = database.sql(ADDRESS)
                .formatted(database.connections().keycloakTable("REALM"), ServedRealms.isServed(database, "r"));
    }

    Set<String> listening(Connection connection) throws SQLException {
        try (Statement statement = new Statement(connection, database.sql(LISTENING))) {
            return new HashSet<>(statement.query(row -> row.getString("REALM_ID")));
        }
    }

    /** Null if the alerts of the realm go nowhere. */
    @Nullable
    Sealed find(Connection connection, String realmId) throws SQLException {
        try (Statement statement = new Statement(connection, address).text(realmId)) {
            return statement
                    .query(row -> new Sealed(
                            row.getString("REALM_ID"),
                            row.getString("NAME"),
                            row.getInt("KEY_VERSION"),
                            row.getBytes("ALERT_URL"),
                            SettingsRules.ofStored(row.getString("OPTIONS"))))
                    .stream()
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A vault may be slow: never in a transaction. */
    String open(Sealed sealed) {
        return AlertUrl.open(sealer, sealed.realmId(), sealed.version(), sealed.url());
    }

    /** Seals under the operator's current key what is still under an older one; what does not open stays as it is. */
    void reseal() throws SQLException {
        for (Old old : old()) {
            byte[] anew;
            try {
                anew = AlertUrl.seal(
                        sealer, old.realmId(), AlertUrl.open(sealer, old.realmId(), old.version(), old.url()));
            } catch (IllegalStateException e) {
                LOG.debugf(e, "The alert URL of realm %s stays under key %d", old.realmId(), old.version());
                continue;
            }
            database.inTransaction((connection, now) -> {
                try (Statement statement = new Statement(connection, database.sql(RESEAL))
                        .number(sealer.current())
                        .bytes(anew)
                        .text(old.realmId())
                        .number(old.version())
                        .bytes(old.url())) {
                    return statement.update() > 0;
                }
            });
        }
    }

    private List<Old> old() throws SQLException {
        List<List<Old>> found = new ArrayList<>();
        database.inTransaction((connection, now) -> {
            try (Statement statement = new Statement(connection, database.sql(OLD)).number(sealer.current())) {
                found.add(statement.query(row ->
                        new Old(row.getString("REALM_ID"), row.getInt("KEY_VERSION"), row.getBytes("ALERT_URL"))));
            }
            return false;
        });
        return found.get(0);
    }
}
