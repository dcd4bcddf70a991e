package io.oka.keycloak.common.secret;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Timeouts;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Seals under the current version of the operator's key what is sealed under another one that is known here, in
 * transactions short enough to die in anywhere and be begun again.
 *
 * @param type the rows'
 * @param query a named one: rows of another version than {@code :current} and of one of {@code :known}, by id, after the id
 *     {@code :after}
 * @param id a row's
 * @param renew seals a row anew, or throws and has changed nothing of it
 */
public record Resealer<E>(Sealer sealer, Class<E> type, String query, Function<E, String> id, Consumer<E> renew) {

    private static final Logger LOG = Logger.getLogger(Resealer.class);

    /** What is left after so many batches is left to the next run: all timers share one thread. */
    private static final int MOST_BATCHES = 50;

    private static final int AT_ONCE = 100;

    private record Batch(String last, int found, int done) {}

    /** How many rows were sealed anew. */
    public int run(KeycloakSessionFactory factory) {
        Batch batch = new Batch("", AT_ONCE, 0);
        int all = 0;
        for (int i = 0; i < MOST_BATCHES && batch.found() == AT_ONCE; i++) {
            String after = batch.last();
            batch = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> some(session, after));
            all += batch.done();
        }
        return all;
    }

    private Batch some(KeycloakSession session, String after) {
        List<E> rows = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNamedQuery(query, type)
                .setParameter("current", sealer.current())
                .setParameter("known", sealer.versions())
                .setParameter("after", after)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                // Rows that somebody is changing are left to the next run.
                .setHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .setMaxResults(AT_ONCE)
                .getResultList();
        long done = rows.stream().filter(this::isRenewed).count();
        String last = rows.isEmpty() ? after : id.apply(rows.get(rows.size() - 1));
        return new Batch(last, rows.size(), Math.toIntExact(done));
    }

    /** A realm whose vault holds no key must not keep those of the others from theirs. */
    private boolean isRenewed(E row) {
        try {
            renew.accept(row);
            return true;
        } catch (IllegalStateException e) {
            LOG.errorf(e, "The secrets of %s stay under the key that they are under", id.apply(row));
            return false;
        }
    }
}
