package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.apikeys.ApiKeyQuery;
import io.oka.keycloak.apikeys.ApiKeyStatus;
import io.oka.keycloak.apikeys.FoundApiKey;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.tenants.TenantModel;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** The rows of keys: every query bound to its realm, and to its tenant where there is one. */
record ApiKeyStore(EntityManager em) {

    private static final String ENDED = "k.endsAt <= :now";

    @Nullable
    ApiKeyEntity find(TenantModel tenant, String id) {
        return one(tenant, id, LockModeType.NONE);
    }

    /** The row, held until the transaction ends and read anew. */
    @Nullable
    ApiKeyEntity hold(TenantModel tenant, String id) {
        LockTimeout.set(em);
        ApiKeyEntity row = one(tenant, id, LockModeType.PESSIMISTIC_WRITE);
        if (row != null) {
            // It may have been read before it was held.
            em.refresh(row);
        }
        return row;
    }

    /** The family's keys that work, held in one order, so that two changes of one family never go in circles. */
    List<ApiKeyEntity> holdFamily(TenantModel tenant, String familyId, Instant now) {
        LockTimeout.set(em);
        List<ApiKeyEntity> rows = em.createNamedQuery("okaApiKeyFamily", ApiKeyEntity.class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("familyId", familyId)
                .setParameter("now", now)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        rows.forEach(em::refresh);
        return rows;
    }

    List<ApiKeyEntity> page(TenantModel tenant, ApiKeyQuery wanted, Instant now, int first, int max) {
        return query("select k", " order by k.createdAt desc, k.id desc", ApiKeyEntity.class, tenant, wanted, now)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList();
    }

    long count(TenantModel tenant, ApiKeyQuery wanted, Instant now) {
        return query("select count(k)", "", Long.class, tenant, wanted, now).getSingleResult();
    }

    /** How many families have a key that works. */
    long countFamilies(TenantModel tenant, Instant now) {
        return em.createNamedQuery("okaCountApiKeyFamilies", Long.class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("now", now)
                .getSingleResult();
    }

    @Nullable
    FoundApiKey byHash(RealmModel realm, List<byte[]> hashes) {
        return found(em.createNamedQuery("okaApiKeyByHash", Object[].class)
                        .setParameter("hashes", hashes)
                        .setParameter("realmId", realm.getId()))
                .findFirst()
                .orElse(null);
    }

    List<FoundApiKey> byIds(RealmModel realm, Collection<String> ids) {
        return found(em.createNamedQuery("okaApiKeysById", Object[].class)
                        .setParameter("ids", ids)
                        .setParameter("realmId", realm.getId()))
                .toList();
    }

    private static Stream<FoundApiKey> found(TypedQuery<Object[]> query) {
        return query.getResultStream().map(ApiKeyRows::found);
    }

    private @Nullable ApiKeyEntity one(TenantModel tenant, String id, LockModeType lock) {
        return em.createNamedQuery("okaApiKey", ApiKeyEntity.class)
                .setParameter("id", id)
                .setParameter("tenantId", tenant.getId())
                .setParameter("realmId", tenant.getRealm().getId())
                .setLockMode(lock)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    private <T> TypedQuery<T> query(
            String select, String order, Class<T> type, TenantModel tenant, ApiKeyQuery wanted, Instant now) {
        String text = select + " from ApiKeyEntity k where k.realmId = :realmId and k.tenantId = :tenantId"
                + condition(wanted.status())
                + (wanted.environment() == null ? "" : " and k.environment = :environment");
        TypedQuery<T> query = em.createQuery(text + order, type)
                .setParameter("realmId", tenant.getRealm().getId())
                .setParameter("tenantId", tenant.getId());
        if (text.contains(":now")) {
            query.setParameter("now", now);
        }
        if (wanted.environment() != null) {
            query.setParameter("environment", wanted.environment().wireName());
        }
        return query;
    }

    private static String condition(@Nullable ApiKeyStatus status) {
        if (status == null) {
            return "";
        }
        return switch (status) {
            case ACTIVE -> " and" + ApiKeyEntity.LIVING;
            case REVOKED -> " and k.revokedAt is not null";
            case EXPIRED -> " and k.revokedAt is null and " + ENDED;
        };
    }
}
