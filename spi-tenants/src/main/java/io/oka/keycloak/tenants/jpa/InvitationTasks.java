package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import io.oka.keycloak.tenants.InvitationStatus;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.List;
import org.hibernate.Timeouts;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** What is done about invitations on a schedule, on one node of the cluster at a time. */
final class InvitationTasks {

    static final String MAIL = "oka-mail-invitations";
    static final String EXPIRE = "oka-expire-invitations";

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int MAILS_AT_ONCE = 500;
    private static final Batches EXPIRED = new Batches(100, 20);

    private InvitationTasks() {}

    static void start(KeycloakSessionFactory factory, InvitationDispatcher dispatcher) {
        ClusterTasks.every(factory, MAIL, INTERVAL, session -> new InvitationOutbox(em(session))
                .due(MAILS_AT_ONCE)
                .forEach(id -> dispatcher.wake(factory, id)));
        ClusterTasks.every(
                factory,
                EXPIRE,
                INTERVAL,
                session -> EXPIRED.run(
                        () -> KeycloakModelUtils.runJobInTransactionWithResult(factory, InvitationTasks::expire)));
    }

    /** Records what has come to pass. One that somebody holds is left for the next time. */
    private static int expire(KeycloakSession session) {
        EntityManager em = em(session);
        List<InvitationEntity> past = em.createNamedQuery("okaPastInvitations", InvitationEntity.class)
                .setParameter("now", InvitationRows.now())
                .setMaxResults(EXPIRED.size())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .getResultList();
        InvitationChanges changes = new InvitationChanges(session);
        for (InvitationEntity row : past) {
            row.status = InvitationStatus.EXPIRED.wireName();
            row.mailDueAt = null;
            row.mailLease = null;
            RealmModel realm = session.realms().getRealm(row.realmId);
            if (realm != null) {
                changes.expired(realm, row);
            }
        }
        return past.size();
    }

    private static EntityManager em(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
