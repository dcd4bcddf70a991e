package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.SyncSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.keycloak.common.util.Time;

/**
 * The settings of all realms as a worker last saw them: at most {@value #SECONDS} seconds old wherever somebody works. Of
 * a realm that has none, what is usual holds.
 */
public final class SettingsLook {

    private static final int SECONDS = 2;

    private static final String LOAD = "SELECT REALM_ID, OPTIONS FROM OKA_SYNC_OPTIONS";

    private final String load;
    private volatile Seen seen = new Seen(Map.of(), 0, false);

    private record Seen(Map<String, SyncSettings> byRealm, long atMillis, boolean ever) {

        boolean isFresh() {
            // The other way round as well: a clock that was set back must not keep it for good.
            return ever && Math.abs(Time.currentTimeMillis() - atMillis) < SECONDS * 1_000L;
        }
    }

    private record Row(String realmId, String options) {}

    public SettingsLook(WorkerDatabase database) {
        this.load = database.sql(LOAD);
    }

    /** What is asked for next is read anew. */
    void forget() {
        seen = new Seen(Map.of(), 0, false);
    }

    /** Of all realms that have settings of their own, by their ids. */
    public Map<String, SyncSettings> all(Connection connection) throws SQLException {
        Seen known = seen;
        if (!known.isFresh()) {
            try (Statement statement = new Statement(connection, load)) {
                List<Row> rows = statement.query(row -> new Row(row.getString("REALM_ID"), row.getString("OPTIONS")));
                known = new Seen(
                        rows.stream()
                                .collect(Collectors.toUnmodifiableMap(
                                        Row::realmId, row -> SettingsRules.ofStored(row.options()))),
                        Time.currentTimeMillis(),
                        true);
                seen = known;
            }
        }
        return known.byRealm();
    }

    public SyncSettings of(Connection connection, String realmId) throws SQLException {
        return all(connection).getOrDefault(realmId, SyncSettings.USUAL);
    }
}
