package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.RetentionTable;
import io.oka.keycloak.sync.SyncRetention.Removed;
import io.oka.keycloak.sync.SyncSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Removes what is due, in batches that each commit by themselves: if the process dies between two, the next run goes on.
 *
 * @param now by which it is due, the same for all batches
 * @param mostBatches of each table and realm; what is left after so many is left to the next run
 */
record RetentionRuns(KeycloakSessionFactory factory, Instant now, int mostBatches) {

    /** Before when rows of a table must have ended to be due. */
    static Instant before(SyncSettings settings, RetentionTable table, Instant now) {
        return now.minus(settings.retention(table.owner().wireName()));
    }

    /**
     * @param table one with days of its own
     * @return what went of it, and of what goes with it
     */
    Map<RetentionTable, Removed> run(String realmId, SyncSettings settings, RetentionTable table) {
        RetentionRows rows = RetentionRows.of(table);
        Instant before = before(settings, table, now);
        long own = 0;
        long parts = 0;
        long last = rows.atOnce();
        for (int i = 0; i < mostBatches && last == rows.atOnce(); i++) {
            Object[] gone = batch(rows, realmId, before);
            last = ((Number) gone[0]).longValue();
            own += last;
            parts += ((Number) gone[1]).longValue();
        }
        boolean more = last == rows.atOnce();
        Map<RetentionTable, Removed> removed = new LinkedHashMap<>();
        removed.put(table, new Removed(table, own, more));
        for (RetentionTable part : RetentionTable.values()) {
            if (part != table && part.owner() == table) {
                removed.put(part, new Removed(part, parts, more));
            }
        }
        return removed;
    }

    private Object[] batch(RetentionRows rows, String realmId, Instant before) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, session -> (Object[]) session.getProvider(JpaConnectionProvider.class)
                        .getEntityManager()
                        .createNativeQuery(rows.remove(), Object[].class)
                        .setParameter("realmId", realmId)
                        .setParameter("before", before)
                        .getSingleResult());
    }
}
