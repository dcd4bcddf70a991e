package io.oka.keycloak.sync.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.Capabilities;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.apply.Appliers;
import io.oka.keycloak.sync.apply.ItemApplier;
import io.oka.keycloak.sync.apply.ItemFailures;
import io.oka.keycloak.sync.apply.ItemToApply;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Applies one item. What it does and that it is done commit in one transaction: if the process dies before, nothing has
 * happened and the item is under a lease that ends; after it, the item is applied and is never leased again.
 */
final class ItemWorker {

    private static final Logger LOG = Logger.getLogger(ItemWorker.class);

    /** Whoever was quicker with the same data has come to an end by then: that is no failure of the item. */
    private static final int TRIES_WHERE_BUSY = 3;

    private final KeycloakSessionFactory factory;
    private final WorkerDatabase database;
    private final OutcomeRows rows;

    ItemWorker(KeycloakSessionFactory factory, WorkerDatabase database) {
        this.factory = factory;
        this.database = database;
        this.rows = new OutcomeRows(database);
    }

    /**
     * Applies it and writes what came of it.
     *
     * @return null if it was not this worker's any more
     * @throws SQLException if nothing could be written of it: its lease ends then, and it is applied again
     */
    @Nullable
    ItemOutcome apply(ClaimedItem item) throws SQLException {
        ItemApplier applier = Appliers.of(item.type());
        ItemOutcome outcome = null;
        for (int i = 0; i < TRIES_WHERE_BUSY; i++) {
            outcome = attempt(item, applier);
            if (!(outcome instanceof ItemOutcome.Failed failed)
                    || !failed.errorClass().equals(ItemFailures.LOCKED)) {
                break;
            }
        }
        boolean written = outcome == null || (!applier.commitsItself() && isWrittenWithin(outcome));
        if (outcome == null || written) {
            return outcome;
        }
        // What was refused or failed is rolled back by now. If the process dies here, it is tried once more, to the
        // same
        // end; what has committed by itself is told from a second time by its applier.
        return write(item, outcome) ? outcome : null;
    }

    private @Nullable ItemOutcome attempt(ClaimedItem item, ItemApplier applier) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> within(session, item, applier));
        } catch (RuntimeException e) {
            return failure(item, e);
        }
    }

    /** In one session's transaction. */
    private @Nullable ItemOutcome within(KeycloakSession session, ClaimedItem item, ItemApplier applier) {
        RealmModel realm = session.realms().getRealm(item.realmId());
        if (realm == null) {
            // Its items go with it.
            return null;
        }
        session.getContext().setRealm(realm);
        Acting.resume(session, item.actor());
        RequestId.resume(session, item.correlationId());
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        LockTimeout.set(em);
        try {
            return switch (lease(em, item, applier.commitsItself())) {
                case LOST -> null;
                case CANCELLED -> {
                    onConnection(em, connection -> rows.cancelled(connection, now(), item));
                    yield null;
                }
                case OURS -> held(session, realm, em, item, applier);
            };
        } finally {
            RequestId.clearLogContext();
        }
    }

    private OutcomeRows.Lease lease(EntityManager em, ClaimedItem item, boolean commitsItself) {
        OutcomeRows.Lease[] lease = {OutcomeRows.Lease.LOST};
        onConnection(em, connection -> {
            lease[0] = commitsItself ? rows.look(connection, item) : rows.hold(connection, item);
            return true;
        });
        return lease[0];
    }

    private ItemOutcome held(
            KeycloakSession session, RealmModel realm, EntityManager em, ClaimedItem item, ItemApplier applier) {
        ItemOutcome outcome = outcome(session, realm, item, applier);
        if (!isWrittenWithin(outcome)) {
            session.getTransactionManager().setRollbackOnly();
        } else if (!applier.commitsItself()) {
            // What was changed goes first: if it cannot be, nothing says that it was.
            em.flush();
            onConnection(em, connection -> rows.finish(connection, now(), item, outcome, 0));
        }
        return outcome;
    }

    private static ItemOutcome outcome(
            KeycloakSession session, RealmModel realm, ClaimedItem item, ItemApplier applier) {
        Capabilities capabilities = Authority.of(session, realm, item.agentId());
        if (capabilities == null) {
            return new ItemOutcome.Refused("agent_revoked", "The agent that sent it is revoked");
        }
        if (!capabilities.jobTypes().contains(item.type())) {
            return new ItemOutcome.Refused(
                    "not_allowed",
                    "The agent that sent it may not send " + item.type().wireName());
        }
        try {
            return applier.apply(
                    session,
                    realm,
                    new ItemToApply(
                            item.id(),
                            item.jobId(),
                            Objects.requireNonNullElse(item.agentId(), ""),
                            item.system(),
                            item.type(),
                            capabilities,
                            item.externalCode(),
                            item.version(),
                            Json.MAPPER.readTree(item.data()),
                            item.correlationId()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Item " + item.id() + " is damaged", e);
        }
    }

    private boolean write(ClaimedItem item, ItemOutcome outcome) throws SQLException {
        boolean[] written = {false};
        database.inTransaction((connection, now) -> {
            written[0] = rows.finish(
                    connection, now, item, outcome, ThreadLocalRandom.current().nextDouble());
            return written[0];
        });
        if (!written[0]) {
            LOG.infof("Item %s was taken over while it was applied here", item.id());
        }
        return written[0];
    }

    /** Whether what came of it stands and falls with what was done; the rest is rolled back. */
    private static boolean isWrittenWithin(ItemOutcome outcome) {
        return outcome instanceof ItemOutcome.Applied
                || outcome instanceof ItemOutcome.Skipped
                || outcome instanceof ItemOutcome.Parked;
    }

    private static ItemOutcome failure(ClaimedItem item, RuntimeException e) {
        ItemOutcome outcome = ItemFailures.outcome(e);
        if (outcome instanceof ItemOutcome.Failed failed && failed.errorClass().equals(ItemFailures.INTERNAL_ERROR)) {
            LOG.warnf(e, "Item %s of job %s failed, and is tried again", item.id(), item.jobId());
        }
        return outcome;
    }

    private static void onConnection(EntityManager em, OnConnection work) {
        em.unwrap(Session.class).doWork(work::on);
    }

    @FunctionalInterface
    private interface OnConnection {

        boolean on(Connection connection) throws SQLException;
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
