package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.task.AfterCommit;
import io.oka.keycloak.tenants.invitation.InvitationMail;
import io.oka.keycloak.tenants.invitation.WrittenMail;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.email.EmailException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends the mails that are due, on a few threads of its own: takes one in a short transaction, talks to the mail server
 * with none open, and writes down what came of it in another.
 *
 * <p>If the process dies before the mail server has taken the mail, another node finds the lease run out and sends it. If
 * it dies between that and the writing down, the mail is sent once more, with the same link: at least once.
 */
final class InvitationDispatcher {

    private static final Logger LOG = Logger.getLogger(InvitationDispatcher.class);

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 1_000;
    private static final long IDLE_SECONDS = 30;
    private static final long GRACE_SECONDS = 8;

    /** What waits or is in hand on this node; the database decides what is due, this only keeps the queue short. */
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    private final ThreadPoolExecutor workers;

    InvitationDispatcher() {
        workers = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "oka-invitation-mail");
                    thread.setDaemon(true);
                    thread.setContextClassLoader(InvitationDispatcher.class.getClassLoader());
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /** A hint only: what is lost of it is found by the next sweep. */
    void wakeAfterCommit(KeycloakSession session, String invitationId) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        AfterCommit.run(session, () -> wake(factory, invitationId));
    }

    void wake(KeycloakSessionFactory factory, String invitationId) {
        if (workers.isShutdown() || taken.size() >= MOST_WAITING || !taken.add(invitationId)) {
            return;
        }
        workers.execute(() -> {
            try {
                deliver(factory, invitationId);
            } catch (RuntimeException e) {
                // The lease runs out, and the sweep finds it due again.
                LOG.errorf(e, "Mailing invitation %s broke off", invitationId);
            } finally {
                taken.remove(invitationId);
            }
        });
    }

    /** Lets mails that are under way end, and forgets the rest: it stays due. */
    void close() {
        workers.getQueue().clear();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void deliver(KeycloakSessionFactory factory, String invitationId) {
        InvitationOutbox.Lease lease = claim(factory, invitationId);
        if (lease == null) {
            return;
        }
        try {
            if (send(factory, lease)) {
                inTransaction(factory, outbox -> outbox.sent(lease));
            }
        } catch (EmailException | RuntimeException e) {
            Instant again = InvitationRows.now().plus(InvitationOutbox.backoff(lease.attempt()));
            inTransaction(factory, outbox -> outbox.failed(lease, again));
            LOG.warnf(
                    "Invitation %s of tenant %s could not be mailed (attempt %d), and is tried again at %s: %s",
                    lease.row().id, lease.row().tenantId, lease.attempt(), again, e);
        }
    }

    /** False if it is not to be sent now: it is looked at again when the lease runs out. */
    private static boolean send(KeycloakSessionFactory factory, InvitationOutbox.Lease lease) throws EmailException {
        WrittenMail mail = write(factory, lease.row());
        if (mail == null) {
            return false;
        }
        // No transaction is open here, however long the mail server takes.
        mail.send(factory);
        return true;
    }

    private static @Nullable WrittenMail write(KeycloakSessionFactory factory, InvitationEntity row)
            throws EmailException {
        try (KeycloakSession session = factory.create()) {
            session.getTransactionManager().begin();
            WrittenMail mail = new InvitationMail(session)
                    .write(row.realmId, InvitationRows.invitation(row), URI.create(row.mailBase));
            session.getTransactionManager().commit();
            return mail;
        }
    }

    private static InvitationOutbox.@Nullable Lease claim(KeycloakSessionFactory factory, String id) {
        return call(factory, outbox -> outbox.claim(id));
    }

    private static void inTransaction(KeycloakSessionFactory factory, Consumer<InvitationOutbox> work) {
        call(factory, outbox -> {
            work.accept(outbox);
            return null;
        });
    }

    private static <T> @Nullable T call(KeycloakSessionFactory factory, Function<InvitationOutbox, @Nullable T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> work.apply(new InvitationOutbox(
                        session.getProvider(JpaConnectionProvider.class).getEntityManager())));
    }
}
