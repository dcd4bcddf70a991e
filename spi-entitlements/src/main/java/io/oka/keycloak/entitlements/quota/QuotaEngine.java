package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.outage.DatabaseWatch;
import io.oka.keycloak.common.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;

/** The counting of one node: its writer, what it remembers, and how long its callers wait. */
final class QuotaEngine implements AutoCloseable {

    /** A node that hears nothing from the database gives up one transaction after this. */
    private static final Duration NETWORK = Duration.ofSeconds(8);

    private static final int RETRY_SECONDS = 1;

    private final Duration patience;
    private final OwnConnections connections;
    private final QuotaStore store;
    private final QuotaWriter writer;
    private final CountReader reader;

    /**
     * @param patience how long a caller waits at the most
     * @param mostThreads how many tenants are served at the same time
     */
    QuotaEngine(KeycloakSessionFactory factory, Duration patience, int mostThreads) {
        this.patience = patience;
        this.connections = OwnConnections.of(factory, NETWORK);
        this.store = new QuotaStore(connections);
        this.reader = new CountReader(connections, DatabaseWatch.of(factory), patience);
        this.writer = new QuotaWriter(store, mostThreads, reader::counted);
    }

    OwnConnections connections() {
        return connections;
    }

    QuotaStore store() {
        return store;
    }

    CountReader reader() {
        return reader;
    }

    /**
     * Orders, in one transaction of the writer's, and waits for what becomes of it.
     *
     * <p>The session's own transaction ends before: a waiting request has no connection in its hand, so that however many
     * wait, the pool is there for others. If the process dies while it waits, nothing was answered.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 404 if the tenant is gone, 503 if it cannot be counted now:
     *     then nothing of it is recorded, unless its commit was under way
     */
    List<Outcome> order(KeycloakSession session, Account account, List<Order> orders) {
        endTransaction(session);
        return await(submit(account, orders));
    }

    /** Orders without waiting. */
    Submission submit(Account account, List<Order> orders) {
        try {
            return writer.submit(account, orders);
        } catch (QuotaUnavailableException e) {
            throw unavailable();
        }
    }

    List<Outcome> await(Submission submission) {
        try {
            return submission.outcomes().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            submission.abandon();
            throw unavailable();
        } catch (InterruptedException e) {
            submission.abandon();
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QuotaUnavailableException) {
                throw unavailable();
            }
            if (e.getCause() instanceof TenantGoneException) {
                throw Problem.notFound().asException();
            }
            throw new IllegalStateException("It could not be counted", e.getCause());
        }
    }

    static RuntimeException unavailable() {
        return Problem.unavailable(RETRY_SECONDS).asException();
    }

    private static void endTransaction(KeycloakSession session) {
        KeycloakTransactionManager transaction = session.getTransactionManager();
        if (transaction.isActive()) {
            // What ends the request later finds it ended; Keycloak commits no transaction twice.
            transaction.commit();
        }
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
    }
}
