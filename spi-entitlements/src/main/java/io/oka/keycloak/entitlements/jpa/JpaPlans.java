package io.oka.keycloak.entitlements.jpa;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.entitlements.BillingPeriod;
import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.PlanCatalogue;
import io.oka.keycloak.entitlements.PlanService;
import io.oka.keycloak.entitlements.Plans;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Plans in PostgreSQL. Whoever changes one holds its row, so that its version can be counted here. */
final class JpaPlans implements Plans {

    private static final int MOST_PLANS = 100;
    private static final TypeReference<Map<String, PlanService>> SERVICES = new TypeReference<>() {};

    private final KeycloakSession session;
    private final EntityManager em;
    private final EntitlementCaches caches;
    private final EntitlementChanges changes;

    JpaPlans(KeycloakSession session, EntityManager em, EntitlementCaches caches, EntitlementChanges changes) {
        this.session = session;
        this.em = em;
        this.caches = caches;
        this.changes = changes;
    }

    @Override
    public PlanCatalogue of(RealmModel realm) {
        return new PlanCatalogue(
                em
                        .createNamedQuery("okaPlans", PlanEntity.class)
                        .setParameter("realmId", realm.getId())
                        .getResultList()
                        .stream()
                        .map(JpaPlans::plan)
                        .toList());
    }

    @Override
    public @Nullable Plan get(RealmModel realm, String tier) {
        PlanEntity row = find(realm, tier);
        return row == null ? null : plan(row);
    }

    @Override
    public @Nullable Plan lock(RealmModel realm, String tier) {
        PlanEntity known = find(realm, tier);
        if (known == null) {
            return null;
        }
        // Read anew under the lock, or found to be gone: what was read before it may be old.
        em.detach(known);
        LockTimeout.set(em);
        PlanEntity row = find(realm, tier, LockModeType.PESSIMISTIC_WRITE);
        return row == null ? null : plan(row);
    }

    @Override
    public Plan create(RealmModel realm, Plan plan) {
        List<Plan> present = of(realm).all();
        if (present.stream().anyMatch(other -> other.tier().equals(plan.tier()))) {
            throw tierTaken();
        }
        if (present.size() >= MOST_PLANS) {
            throw new ConflictException("plan_limit_reached", "The realm has as many plans as it may have");
        }
        PlanEntity row = new PlanEntity();
        row.id = KeycloakModelUtils.generateId();
        row.realmId = realm.getId();
        row.tier = plan.tier();
        row.createdAt = now();
        write(plan, row);
        em.persist(row);
        flush();
        caches.realmChanged(session, realm.getId());
        Plan made = plan(row);
        changes.plan("plan.created", realm, made, OperationType.CREATE);
        return made;
    }

    @Override
    public Plan update(RealmModel realm, Plan plan) {
        PlanEntity row = require(realm, plan);
        write(plan, row);
        flush();
        caches.realmChanged(session, realm.getId());
        Plan now = plan(row);
        changes.plan("plan.updated", realm, now, OperationType.UPDATE);
        return now;
    }

    @Override
    public void delete(RealmModel realm, Plan plan) {
        // While its row is held nobody can come to be on it: that would need a lock on the same row.
        if (plan.tier().equals(EntitlementSettings.fallbackTier(realm))
                || finds("okaTierIsSubscribed", realm, plan.tier())
                || finds("okaTierIsGranted", realm, plan.tier())) {
            throw new ConflictException(
                    "plan_in_use", "Tenants are on this plan, or an override or the setting fallbackTier names it");
        }
        em.remove(require(realm, plan));
        em.flush();
        caches.realmChanged(session, realm.getId());
        changes.plan("plan.deleted", realm, plan, OperationType.DELETE);
    }

    private boolean finds(String query, RealmModel realm, String tier) {
        var wanted = em.createNamedQuery(query, String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("tier", tier)
                .setMaxResults(1);
        if (query.equals("okaTierIsGranted")) {
            wanted.setParameter("now", now());
        }
        return !wanted.getResultList().isEmpty();
    }

    private @Nullable PlanEntity find(RealmModel realm, String tier) {
        return find(realm, tier, LockModeType.NONE);
    }

    private @Nullable PlanEntity find(RealmModel realm, String tier, LockModeType mode) {
        return em.createNamedQuery("okaPlanByTier", PlanEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("tier", tier)
                .setLockMode(mode)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    private PlanEntity require(RealmModel realm, Plan plan) {
        PlanEntity row = find(realm, plan.tier());
        if (row == null) {
            throw new IllegalStateException("Plan " + plan.tier() + " was not held");
        }
        return row;
    }

    private void flush() {
        try {
            em.flush();
        } catch (RuntimeException e) {
            // Somebody made one of this tier between our look and our write.
            if (DatabaseFailures.isViolationOf("UK_OKA_PLAN_TIER", e)) {
                throw tierTaken();
            }
            throw e;
        }
    }

    private static void write(Plan plan, PlanEntity row) {
        row.displayName = plan.displayName();
        row.rank = plan.rank();
        row.selfService = plan.selfService();
        row.period = plan.period() == null ? null : plan.period().wireName();
        row.graceDays = plan.graceDays();
        row.quotaLimit = plan.quotaLimit();
        row.services = Json.writeText(plan.services());
        row.features = Json.writeText(plan.features());
        row.keyLimit = plan.keyLimit();
        row.memberLimit = plan.memberLimit();
        row.updatedAt = now();
        row.version++;
    }

    static Plan plan(PlanEntity row) {
        return new Plan(
                row.tier,
                row.displayName,
                row.rank,
                row.selfService,
                BillingPeriod.find(row.period),
                row.graceDays,
                row.quotaLimit,
                Columns.read(row.services, SERVICES, "OKA_PLAN"),
                Columns.read(row.features, Columns.TEXTS, "OKA_PLAN"),
                row.keyLimit,
                row.memberLimit,
                row.version);
    }

    private static ConflictException tierTaken() {
        return new ConflictException("tier_taken", "Another plan of this realm has this tier");
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
