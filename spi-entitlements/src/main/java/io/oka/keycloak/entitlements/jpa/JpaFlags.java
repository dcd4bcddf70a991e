package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.Flags;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Flags in PostgreSQL. Whoever changes one holds its row, so that its version can be counted here. */
final class JpaFlags implements Flags {

    /** All flags of a realm are kept in one cache entry. */
    private static final int MOST_FLAGS = 1_000;

    private static final int MOST_TENANTS = 1_000;

    private final KeycloakSession session;
    private final EntityManager em;
    private final EntitlementCaches caches;
    private final EntitlementChanges changes;

    JpaFlags(KeycloakSession session, EntityManager em, EntitlementCaches caches, EntitlementChanges changes) {
        this.session = session;
        this.em = em;
        this.caches = caches;
        this.changes = changes;
    }

    Map<String, Flag> of(RealmModel realm) {
        Map<String, Flag> flags = new TreeMap<>();
        search(realm, 0, MOST_FLAGS).forEach(flag -> flags.put(flag.key(), flag));
        return flags;
    }

    Set<String> enabledFor(RealmModel realm, String tenantId) {
        return new HashSet<>(em.createNamedQuery("okaFlagsOfTenant", String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("tenantId", tenantId)
                .getResultList());
    }

    @Override
    public List<Flag> search(RealmModel realm, int first, int max) {
        return em
                .createNamedQuery("okaFlags", FlagEntity.class)
                .setParameter("realmId", realm.getId())
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(FlagRows::read)
                .toList();
    }

    @Override
    public long count(RealmModel realm) {
        return em.createNamedQuery("okaCountFlags", Long.class)
                .setParameter("realmId", realm.getId())
                .getSingleResult();
    }

    @Override
    public @Nullable Flag get(RealmModel realm, String key) {
        FlagEntity row = find(realm, key);
        return row == null ? null : FlagRows.read(row);
    }

    @Override
    public @Nullable Flag lock(RealmModel realm, String key) {
        FlagEntity known = find(realm, key);
        if (known == null) {
            return null;
        }
        // Read anew under the lock, or found to be gone: what was read before it may be old.
        em.detach(known);
        LockTimeout.set(em);
        FlagEntity row = find(realm, key, LockModeType.PESSIMISTIC_WRITE);
        return row == null ? null : FlagRows.read(row);
    }

    @Override
    public Map<String, List<String>> enabledTenants(RealmModel realm, List<String> keys) {
        Map<String, List<String>> found = new TreeMap<>();
        if (!keys.isEmpty()) {
            em.createNamedQuery("okaTenantsOfFlags", Object[].class)
                    .setParameter("realmId", realm.getId())
                    .setParameter("keys", keys)
                    .getResultList()
                    .forEach(row -> found.computeIfAbsent((String) row[0], key -> new ArrayList<>())
                            .add((String) row[1]));
        }
        return found;
    }

    @Override
    public Flag create(RealmModel realm, Flag flag, List<String> enabledTenants) {
        if (find(realm, flag.key()) != null) {
            throw keyTaken();
        }
        if (count(realm) >= MOST_FLAGS) {
            throw new ConflictException("flag_limit_reached", "The realm has as many flags as it may have");
        }
        FlagEntity row = new FlagEntity();
        row.id = KeycloakModelUtils.generateId();
        row.realmId = realm.getId();
        row.flagKey = flag.key();
        row.createdAt = now();
        FlagRows.write(flag, row);
        em.persist(row);
        flush();
        setTenants(row, enabledTenants);
        return changed(realm, row, "created", null, OperationType.CREATE);
    }

    @Override
    public Flag update(RealmModel realm, Flag flag, @Nullable List<String> enabledTenants) {
        FlagEntity row = require(realm, flag);
        String what = row.active == flag.active() ? "updated" : flag.active() ? "activated" : "deactivated";
        FlagRows.write(flag, row);
        if (enabledTenants != null) {
            setTenants(row, enabledTenants);
        }
        return changed(realm, row, what, null, OperationType.UPDATE);
    }

    @Override
    public void delete(RealmModel realm, Flag flag) {
        FlagEntity row = require(realm, flag);
        setTenants(row, List.of());
        em.remove(row);
        changed(realm, row, "deleted", null, OperationType.DELETE);
    }

    @Override
    public Flag enable(RealmModel realm, Flag flag, String tenantId) {
        FlagEntity row = require(realm, flag);
        if (em.find(FlagTenantEntity.class, new FlagTenantEntity.Key(row.id, tenantId)) != null) {
            return flag;
        }
        long present = em.createNamedQuery("okaCountTenantsOfFlag", Long.class)
                .setParameter("flagId", row.id)
                .getSingleResult();
        if (present >= MOST_TENANTS) {
            throw new ConflictException(
                    "too_many_tenants", "The flag names as many tenants as it may: use tiers or a rollout");
        }
        add(row, tenantId);
        return changed(realm, row, "enabled", tenantId, OperationType.UPDATE);
    }

    @Override
    public Flag disable(RealmModel realm, Flag flag, String tenantId) {
        FlagEntity row = require(realm, flag);
        FlagTenantEntity present = em.find(FlagTenantEntity.class, new FlagTenantEntity.Key(row.id, tenantId));
        if (present == null) {
            return flag;
        }
        em.remove(present);
        return changed(realm, row, "disabled", tenantId, OperationType.UPDATE);
    }

    private void setTenants(FlagEntity row, List<String> wanted) {
        Set<String> missing = new HashSet<>(wanted);
        for (String present : em.createNamedQuery("okaTenantsOfFlag", String.class)
                .setParameter("flagId", row.id)
                .getResultList()) {
            if (!missing.remove(present)) {
                em.remove(em.getReference(FlagTenantEntity.class, new FlagTenantEntity.Key(row.id, present)));
                caches.tenantChanged(session, row.realmId, present);
            }
        }
        missing.forEach(tenantId -> {
            add(row, tenantId);
            caches.tenantChanged(session, row.realmId, tenantId);
        });
    }

    private void add(FlagEntity row, String tenantId) {
        FlagTenantEntity made = new FlagTenantEntity();
        made.flagId = row.id;
        made.tenantId = tenantId;
        made.realmId = row.realmId;
        em.persist(made);
    }

    private Flag changed(
            RealmModel realm, FlagEntity row, String what, @Nullable String tenantId, OperationType operation) {
        row.version++;
        row.updatedAt = now();
        em.flush();
        caches.realmChanged(session, realm.getId());
        if (tenantId != null) {
            caches.tenantChanged(session, realm.getId(), tenantId);
        }
        Flag flag = FlagRows.read(row);
        changes.flag(realm, flag, what, tenantId, operation);
        return flag;
    }

    private @Nullable FlagEntity find(RealmModel realm, String key) {
        return find(realm, key, LockModeType.NONE);
    }

    private @Nullable FlagEntity find(RealmModel realm, String key, LockModeType mode) {
        return em.createNamedQuery("okaFlagByKey", FlagEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("flagKey", key)
                .setLockMode(mode)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    private FlagEntity require(RealmModel realm, Flag flag) {
        FlagEntity row = find(realm, flag.key());
        if (row == null) {
            throw new IllegalStateException("Flag " + flag.key() + " was not held");
        }
        return row;
    }

    private void flush() {
        try {
            em.flush();
        } catch (RuntimeException e) {
            // Somebody made one of this key between our look and our write.
            if (DatabaseFailures.isViolationOf("UK_OKA_FLAG_KEY", e)) {
                throw keyTaken();
            }
            throw e;
        }
    }

    private static ConflictException keyTaken() {
        return new ConflictException("key_taken", "Another flag of this realm has this key");
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
