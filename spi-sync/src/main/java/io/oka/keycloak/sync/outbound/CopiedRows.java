package io.oka.keycloak.sync.outbound;

import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Rows that were read in from the dump of another database server: they are of transactions that this one has not come to
 * yet, and nobody would be told of them before it has. They are given a transaction of now, behind all that was read
 * already, and keep their order. Of what was written here there is never such a row.
 */
public final class CopiedRows {

    static final String TASK = "oka-place-copied-changes";

    private static final Logger LOG = Logger.getLogger(CopiedRows.class);

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Batches BATCHES = new Batches(2_000, 50);

    private static final String AHEAD =
            " from (select distinct a.REALM_ID from OKA_SYNC_AGENT a) r cross join lateral ("
                    + "select * from %s c where c.REALM_ID = r.REALM_ID%s"
                    + " and c.TXID >= pg_snapshot_xmax(pg_current_snapshot()) order by c.TXID, c.%s limit :atMost) c"
                    + " limit :atMost";

    private static final String CHANGES = "update OKA_CHANGE set TXID = pg_current_xact_id() where ID in (select c.ID"
            + AHEAD.formatted("OKA_CHANGE", " and c.TENANT_ID is not null", "POSITION") + ")";

    private static final String USAGE = "update OKA_USAGE_EVENT e set TXID = pg_current_xact_id() from"
            + " (select c.REALM_ID, c.TENANT_ID, c.USED_AT, c.ID" + AHEAD.formatted("OKA_USAGE_EVENT", "", "ID") + ") o"
            + " where e.REALM_ID = o.REALM_ID and e.TENANT_ID = o.TENANT_ID and e.USED_AT = o.USED_AT and e.ID = o.ID";

    private CopiedRows() {}

    /** Looks for them every now and then, in short transactions that may die anywhere and be begun again. */
    public static void start(KeycloakSessionFactory factory) {
        ClusterTasks.every(factory, TASK, INTERVAL, session -> place(factory));
    }

    private static void place(KeycloakSessionFactory factory) {
        int changes = BATCHES.run(() -> place(factory, CHANGES));
        int uses = BATCHES.run(() -> place(factory, USAGE));
        if (changes + uses > 0) {
            LOG.infof("Agents can read what came from another database: %d changes, %d uses", changes, uses);
        }
    }

    private static int place(KeycloakSessionFactory factory, String sql) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> update(session, sql));
    }

    private static int update(KeycloakSession session, String sql) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNativeQuery(sql)
                .setParameter("atMost", BATCHES.size())
                .executeUpdate();
    }
}
