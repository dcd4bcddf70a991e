package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.OverrideType;
import io.oka.keycloak.entitlements.Overrides;
import io.oka.keycloak.tenants.TenantModel;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Overrides in PostgreSQL. That one has ended is published once: by whoever writes down when. */
final class JpaOverrides implements Overrides {

    /** All that are active are read with each snapshot. */
    private static final int MOST_ACTIVE = 200;

    private static final int DELETED_AT_ONCE = 1_000;

    private final KeycloakSession session;
    private final EntityManager em;
    private final EntitlementCaches caches;
    private final EntitlementChanges changes;

    JpaOverrides(KeycloakSession session, EntityManager em, EntitlementCaches caches, EntitlementChanges changes) {
        this.session = session;
        this.em = em;
        this.caches = caches;
        this.changes = changes;
    }

    @Override
    public List<EntitlementOverride> search(RealmModel realm, @Nullable String tenantId, int first, int max) {
        return query(tenantId == null ? "okaOverrides" : "okaOverridesOfTenant", OverrideEntity.class, realm, tenantId)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(JpaOverrides::read)
                .toList();
    }

    @Override
    public long count(RealmModel realm, @Nullable String tenantId) {
        String name = tenantId == null ? "okaCountOverrides" : "okaCountOverridesOfTenant";
        return query(name, Long.class, realm, tenantId).getSingleResult();
    }

    @Override
    public List<EntitlementOverride> active(RealmModel realm, String tenantId) {
        return query("okaActiveOverrides", OverrideEntity.class, realm, tenantId)
                .setParameter("now", now())
                .getResultList()
                .stream()
                .map(JpaOverrides::read)
                .toList();
    }

    @Override
    public Map<String, List<EntitlementOverride>> active(RealmModel realm, List<String> tenantIds) {
        if (tenantIds.isEmpty()) {
            return Map.of();
        }
        return em
                .createNamedQuery("okaActiveOverridesOfTenants", OverrideEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("tenantIds", tenantIds)
                .setParameter("now", now())
                .getResultList()
                .stream()
                .map(JpaOverrides::read)
                .collect(Collectors.groupingBy(EntitlementOverride::tenantId));
    }

    @Override
    public @Nullable EntitlementOverride get(RealmModel realm, String id) {
        OverrideEntity row = find(realm, id);
        return row == null ? null : read(row);
    }

    @Override
    public @Nullable EntitlementOverride lock(RealmModel realm, String id) {
        OverrideEntity known = find(realm, id);
        if (known == null) {
            return null;
        }
        // Read anew under the lock, or found to be gone: what was read before it may be old.
        em.detach(known);
        LockTimeout.set(em);
        OverrideEntity row = em.find(OverrideEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
        return row == null ? null : read(row);
    }

    @Override
    public EntitlementOverride create(
            TenantModel tenant,
            OverrideType type,
            String value,
            @Nullable String service,
            @Nullable String reason,
            String grantedBy,
            @Nullable Instant expiresAt) {
        RealmModel realm = tenant.getRealm();
        if (active(realm, tenant.getId()).size() >= MOST_ACTIVE) {
            throw new ConflictException(
                    "override_limit_reached", "The tenant has as many active overrides as it may have");
        }
        OverrideEntity row = new OverrideEntity();
        row.id = Uuid7.next();
        row.realmId = realm.getId();
        row.tenantId = tenant.getId();
        row.overrideType = type.wireName();
        row.overrideValue = value;
        row.service = service;
        row.reason = reason;
        row.grantedBy = grantedBy;
        row.createdAt = now();
        row.expiresAt = expiresAt;
        em.persist(row);
        em.flush();
        return changed("override.created", realm, row, OperationType.CREATE);
    }

    @Override
    public EntitlementOverride expire(RealmModel realm, EntitlementOverride held) {
        OverrideEntity row = requireActive(realm, held);
        row.endedAt = now();
        em.flush();
        return changed("override.expired", realm, row, OperationType.ACTION);
    }

    @Override
    public EntitlementOverride extend(RealmModel realm, EntitlementOverride held, @Nullable Instant expiresAt) {
        OverrideEntity row = requireActive(realm, held);
        if (row.expiresAt == null || (expiresAt != null && !expiresAt.isAfter(row.expiresAt))) {
            throw new ConflictException("not_an_extension", "The override would not end later than it does");
        }
        row.expiresAt = expiresAt;
        em.flush();
        return changed("override.extended", realm, row, OperationType.UPDATE);
    }

    @Override
    public void delete(RealmModel realm, EntitlementOverride held) {
        delete(realm, Objects.requireNonNull(find(realm, held.id())));
    }

    @Override
    public int deleteAll(RealmModel realm, String tenantId) {
        LockTimeout.set(em);
        List<OverrideEntity> rows = query("okaOverridesOfTenant", OverrideEntity.class, realm, tenantId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setMaxResults(DELETED_AT_ONCE)
                .getResultList();
        rows.forEach(row -> delete(realm, row));
        return rows.size();
    }

    /** Ids of those whose end has come and is not written down, after this one. */
    List<String> toEnd(String after, int atMost) {
        return em.createNamedQuery("okaOverridesToEnd", String.class)
                .setParameter("now", now())
                .setParameter("after", after)
                .setMaxResults(atMost)
                .getResultList();
    }

    /** Writes down that this one has ended, if it has; in a session that does nothing else. */
    void settle(String id) {
        OverrideEntity row = em.find(OverrideEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
        RealmModel realm = row == null ? null : session.realms().getRealm(row.realmId);
        if (row != null && realm != null && row.endedAt == null && !read(row).isActive(now())) {
            session.getContext().setRealm(realm);
            row.endedAt = row.expiresAt;
            em.flush();
            changed("override.expired", realm, row, OperationType.ACTION);
        }
    }

    private void delete(RealmModel realm, OverrideEntity row) {
        boolean saidToHaveEnded = row.endedAt != null;
        if (!saidToHaveEnded) {
            row.endedAt = now();
        }
        changed(saidToHaveEnded ? "override.deleted" : "override.expired", realm, row, OperationType.DELETE);
        em.remove(row);
        em.flush();
    }

    private EntitlementOverride changed(String type, RealmModel realm, OverrideEntity row, OperationType operation) {
        caches.tenantChanged(session, realm.getId(), row.tenantId);
        EntitlementOverride override = read(row);
        changes.override(type, realm, override, operation);
        return override;
    }

    private OverrideEntity requireActive(RealmModel realm, EntitlementOverride held) {
        if (!held.isActive(now())) {
            throw new ConflictException("override_expired", "The override has ended");
        }
        return Objects.requireNonNull(find(realm, held.id()));
    }

    private @Nullable OverrideEntity find(RealmModel realm, String id) {
        OverrideEntity row = em.find(OverrideEntity.class, id);
        return row == null || !row.realmId.equals(realm.getId()) ? null : row;
    }

    private <T> TypedQuery<T> query(String name, Class<T> type, RealmModel realm, @Nullable String tenantId) {
        TypedQuery<T> query = em.createNamedQuery(name, type).setParameter("realmId", realm.getId());
        return tenantId == null ? query : query.setParameter("tenantId", tenantId);
    }

    private static EntitlementOverride read(OverrideEntity row) {
        return new EntitlementOverride(
                row.id,
                row.tenantId,
                Objects.requireNonNull(OverrideType.find(row.overrideType)),
                row.overrideValue,
                row.service,
                row.reason,
                row.grantedBy,
                row.createdAt,
                row.expiresAt,
                row.endedAt);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
