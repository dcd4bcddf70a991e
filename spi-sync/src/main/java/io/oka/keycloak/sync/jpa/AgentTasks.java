package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.common.secret.Resealer;
import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import io.oka.keycloak.sync.AgentHealth;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Timeouts;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is done about agents on a schedule, on one node of the cluster at a time, in transactions short enough to die in
 * anywhere and be begun again.
 */
record AgentTasks(AgentSeals seals) {

    static final String OFFLINE = "oka-find-offline-agents";
    static final String FORGET = "oka-forget-agent-requests";
    static final String RESEAL = "oka-reseal-agents";

    private static final Logger LOG = Logger.getLogger(AgentTasks.class);

    private static final Duration OFFLINE_INTERVAL = Duration.ofSeconds(30);
    private static final Duration FORGET_INTERVAL = Duration.ofMinutes(1);
    private static final Duration RESEAL_INTERVAL = Duration.ofMinutes(10);

    private static final Batches SILENT = new Batches(100, 20);
    private static final Batches REQUESTS = new Batches(5_000, 50);

    void start(KeycloakSessionFactory factory) {
        warnOfStrangeKeys(factory);
        ClusterTasks.every(
                factory,
                OFFLINE,
                OFFLINE_INTERVAL,
                session -> SILENT.run(() -> inTransaction(factory, AgentTasks::tellOffline)));
        ClusterTasks.every(
                factory,
                FORGET,
                FORGET_INTERVAL,
                session -> REQUESTS.run(() -> inTransaction(factory, AgentTasks::forgetRequests)));
        ClusterTasks.every(factory, RESEAL, RESEAL_INTERVAL, session -> reseal(factory));
    }

    /** Mark and message share one transaction: each silence is told of once, whatever dies here. */
    private static int tellOffline(KeycloakSession session) {
        EntityManager em = entityManager(session);
        Instant now = JpaAgents.now();
        List<SyncAgentEntity> rows = em.createNamedQuery("okaSyncAgentsGoneOffline", SyncAgentEntity.class)
                .setParameter("silentSince", now.minus(AgentHealth.OFFLINE_AFTER))
                .setMaxResults(SILENT.size())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                // Rows that another node is at are left to it.
                .setHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .getResultList();
        if (!rows.isEmpty()) {
            em.createNativeQuery("update OKA_SYNC_AGENT set OFFLINE_TOLD_AT = :now where ID in (:ids)")
                    .setParameter("now", now)
                    .setParameter("ids", rows.stream().map(row -> row.id).toList())
                    .executeUpdate();
        }
        AgentChanges changes = new AgentChanges(session);
        for (SyncAgentEntity row : rows) {
            RealmModel realm = session.realms().getRealm(row.realmId);
            // Where Oka is off no agent can be heard of.
            if (realm != null && OkaRealm.isOn(realm)) {
                changes.offline(realm, AgentRows.agent(row), row.lastSeenAt);
            }
        }
        return rows.size();
    }

    private static int forgetRequests(KeycloakSession session) {
        return entityManager(session)
                .createNativeQuery(
                        "delete from OKA_SYNC_REQUEST where ctid = any(array(select ctid from OKA_SYNC_REQUEST"
                                + " where EXPIRES_AT < :now limit :most for update skip locked))")
                .setParameter("now", JpaAgents.now())
                .setParameter("most", REQUESTS.size())
                .executeUpdate();
    }

    private void reseal(KeycloakSessionFactory factory) {
        int all = new Resealer<>(
                        seals.sealer(), SyncAgentEntity.class, "okaSyncAgentsToSealAnew", row -> row.id, seals::renew)
                .run(factory);
        if (all > 0) {
            LOG.infof(
                    "Encrypted the secrets of %d agents under key %d",
                    all, seals.sealer().current());
        }
    }

    private void warnOfStrangeKeys(KeycloakSessionFactory factory) {
        List<Integer> strange = inTransaction(factory, session -> entityManager(session)
                .createNamedQuery("okaSyncAgentsOfStrangeKeys", Integer.class)
                .setParameter("known", seals.sealer().versions())
                .getResultList());
        if (!strange.isEmpty()) {
            LOG.errorf(
                    "Agents whose secrets are encrypted under key %s cannot be known, since this server is not given it;"
                            + " keys here: %s",
                    strange, seals.sealer().versions());
        }
    }

    private static EntityManager entityManager(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static <T> T inTransaction(KeycloakSessionFactory factory, Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
