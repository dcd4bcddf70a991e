package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.common.option.DurationOption;
import io.oka.keycloak.common.task.Batches;
import io.oka.keycloak.common.task.ClusterTasks;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Timeouts;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is done about keys on a schedule: each on one node of the cluster at a time, in transactions of its own that are
 * short enough to die in anywhere and be begun again. Options {@code expiry-interval} and {@code sweep-interval}: how
 * often, as durations such as {@code PT1M}.
 */
final class ApiKeyTasks {

    static final String EXPIRE = "oka-expire-api-keys";
    static final String SWEEP = "oka-sweep-api-keys";

    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);
    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(ApiKeyTasks.class);

    private static final Batches EXPIRED = new Batches(200, 50);

    private final Duration expiryInterval;
    private final Duration sweepInterval;

    /**
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    ApiKeyTasks(Config.Scope config) {
        this.expiryInterval = interval(config, "expiry-interval", EXPIRY_INTERVAL);
        this.sweepInterval = interval(config, "sweep-interval", SWEEP_INTERVAL);
    }

    private static Duration interval(Config.Scope config, String option, Duration usual) {
        return DurationOption.of("spi-oka-api-key--jpa--" + option, config.get(option), usual, "PT1S", "P1D");
    }

    void start(KeycloakSessionFactory factory) {
        ClusterTasks.every(
                factory,
                EXPIRE,
                expiryInterval,
                session -> EXPIRED.run(() -> inTransaction(factory, ApiKeyTasks::expire)));
        ClusterTasks.every(factory, SWEEP, sweepInterval, session -> sweep(factory));
    }

    /** Mark and message share one transaction: each end is told of once, whatever dies here. */
    private static int expire(KeycloakSession session) {
        EntityManager em = entityManager(session);
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        List<ApiKeyEntity> rows = em.createNamedQuery("okaApiKeysToExpire", ApiKeyEntity.class)
                .setParameter("now", now)
                .setMaxResults(EXPIRED.size())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                // Rows that another node is at are left to it.
                .setHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .getResultList();
        if (!rows.isEmpty()) {
            em.createNamedQuery("okaApiKeysExpired")
                    .setParameter("now", now)
                    .setParameter("ids", rows.stream().map(row -> row.id).toList())
                    .executeUpdate();
        }
        ApiKeyChanges changes = new ApiKeyChanges(session);
        for (ApiKeyEntity row : rows) {
            RealmModel realm = session.realms().getRealm(row.realmId);
            if (realm != null) {
                changes.expired(realm, ApiKeyRows.key(row));
            }
        }
        return rows.size();
    }

    private static void sweep(KeycloakSessionFactory factory) {
        int swept = inTransaction(factory, session -> new ApiKeyCleanup(entityManager(session)).sweep());
        if (swept > 0) {
            LOG.infof("Removed the API keys of %d realms and tenants that are gone", swept);
        }
    }

    private static EntityManager entityManager(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static int inTransaction(KeycloakSessionFactory factory, Function<KeycloakSession, Integer> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }
}
