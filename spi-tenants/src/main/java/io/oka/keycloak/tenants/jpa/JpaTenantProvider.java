package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.MemberDetails;
import io.oka.keycloak.tenants.MemberStanding;
import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.NewTenant;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantQuery;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSettings;
import io.oka.keycloak.tenants.TenantSnapshot;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Tenants in PostgreSQL, through Keycloak's persistence unit and in the request's own transaction. */
final class JpaTenantProvider implements TenantProvider {

    private final KeycloakSession session;
    private final EntityManager em;
    private final TenantCaches caches;
    private final TenantChanges changes;
    private final MemberStore members;
    private final LinkedMembers linked;
    private final OrganizationLink links;

    JpaTenantProvider(KeycloakSession session, EntityManager em, TenantCaches caches) {
        this.session = session;
        this.em = em;
        this.caches = caches;
        this.changes = new TenantChanges(session);
        this.members = new MemberStore(session, em, changes, caches);
        this.linked = new LinkedMembers(session, em, members);
        this.links = new OrganizationLink(session, em, members);
    }

    @Override
    public TenantModel createTenant(RealmModel realm, NewTenant tenant, @Nullable UserModel owner) {
        TenantEntity row = new TenantEntity();
        row.id = KeycloakModelUtils.generateId();
        row.realmId = realm.getId();
        row.quotaLimit = tenant.quotaLimit();
        row.displayName = tenant.displayName();
        row.createdAt = now();
        row.updatedAt = row.createdAt;
        TenantAdapter model = new TenantAdapter(realm, row);
        requireFreeName(realm, tenant.name(), row.id);
        model.setName(tenant.name());
        model.setAttributes(tenant.attributes());
        em.persist(row);
        flush();
        changes.created(model);
        if (owner != null) {
            members.add(model, owner.getId(), TenantRole.OWNER);
        }
        session.getKeycloakSessionFactory().publish(new TenantModel.TenantCreatedEvent(session, model));
        return model;
    }

    @Override
    public TenantModel createOwnTenant(RealmModel realm, NewTenant tenant, UserModel owner) {
        // One at a time for each person, or two at once would both find room for one more.
        em.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:key, 0)) as text)")
                .setParameter("key", "oka.owner/" + realm.getId() + "/" + owner.getId())
                .getSingleResult();
        if (members.countOwned(realm, owner.getId()) >= TenantSettings.MAX_TENANTS_PER_USER.in(realm)) {
            throw new ConflictException("tenant_limit_reached", "The caller owns as many tenants as one person may");
        }
        return createTenant(realm, tenant, owner);
    }

    @Override
    public @Nullable TenantModel getTenant(RealmModel realm, String id) {
        TenantAdapter found = find(realm, id);
        return found == null || found.getDeletedAt() != null ? null : found;
    }

    @Override
    public @Nullable TenantModel getTenantByName(RealmModel realm, String name) {
        return em.createNamedQuery("okaTenantByName", TenantEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("name", name)
                .getResultStream()
                .findFirst()
                .map(row -> new TenantAdapter(realm, row))
                .orElse(null);
    }

    @Override
    public @Nullable TenantModel getTenantOrDeleted(RealmModel realm, String id) {
        return find(realm, id);
    }

    @Override
    public List<TenantModel> searchTenants(RealmModel realm, TenantQuery query, int first, int max) {
        return new TenantSearch(em, realm, query).page(first, max);
    }

    @Override
    public long countTenants(RealmModel realm, TenantQuery query) {
        return new TenantSearch(em, realm, query).count();
    }

    @Override
    public List<String> ownerless(RealmModel realm, List<String> tenantIds) {
        return tenantIds.isEmpty()
                ? List.of()
                : em.createNamedQuery("okaOwnerlessTenants", String.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("ids", tenantIds)
                        .getResultList();
    }

    @Override
    public List<String> living(RealmModel realm, List<String> tenantIds) {
        return tenantIds.isEmpty()
                ? List.of()
                : em.createNamedQuery("okaLivingTenants", String.class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("ids", tenantIds)
                        .getResultList();
    }

    @Override
    public void lock(TenantModel tenant) {
        linked.hold(tenant);
    }

    @Override
    public void lock(TenantModel tenant, String userId) {
        linked.hold(tenant, userId);
    }

    @Override
    public boolean link(TenantModel tenant, String organizationId) {
        return organizationId.equals(tenant.getOrganizationId()) || links.link(tenant, entity(tenant), organizationId);
    }

    @Override
    public void unlink(TenantModel tenant) {
        entity(tenant).organizationId = null;
    }

    @Override
    public @Nullable TenantModel getTenantByOrganization(RealmModel realm, String organizationId) {
        return links.tenant(realm, organizationId);
    }

    @Override
    public @Nullable TenantModel lockTenantByOrganization(RealmModel realm, String organizationId) {
        return links.lockTenant(realm, organizationId, linked);
    }

    @Override
    public void updated(TenantModel tenant) {
        TenantEntity row = entity(tenant);
        requireFreeName(tenant.getRealm(), row.name, row.id);
        touch(row);
        changes.updated(tenant);
    }

    @Override
    public void suspend(TenantModel tenant) {
        TenantEntity row = entity(tenant);
        if (row.suspendedAt == null) {
            row.suspendedAt = now();
            touch(row);
            changes.suspended(tenant);
        }
    }

    @Override
    public void resume(TenantModel tenant) {
        TenantEntity row = entity(tenant);
        if (row.suspendedAt != null) {
            row.suspendedAt = null;
            touch(row);
            changes.resumed(tenant);
        }
    }

    @Override
    public void delete(TenantModel tenant) {
        TenantEntity row = entity(tenant);
        row.deletedAt = now();
        row.liveName = null;
        // Free at once, as the name is: a restored tenant comes back without its link.
        row.organizationId = null;
        touch(row);
        changes.deleted(tenant);
        session.getKeycloakSessionFactory().publish(new TenantModel.TenantDeletedEvent(session, tenant));
    }

    @Override
    public void restore(TenantModel tenant) {
        TenantEntity row = entity(tenant);
        if (row.deletedAt == null) {
            throw new ConflictException("not_deleted", "The tenant is not deleted");
        }
        requireFreeName(tenant.getRealm(), row.name, row.id);
        row.deletedAt = null;
        row.liveName = row.name;
        touch(row);
        changes.updated(tenant);
    }

    @Override
    public @Nullable TenantRole getRole(TenantModel tenant, String userId) {
        return members.role(tenant.getId(), userId);
    }

    @Override
    public @Nullable MemberDetails getMember(TenantModel tenant, String userId) {
        return members.member(tenant, userId);
    }

    @Override
    public List<MemberDetails> getMembers(TenantModel tenant, int first, int max) {
        return members.members(tenant, first, max);
    }

    @Override
    public long countMembers(TenantModel tenant) {
        return members.count(tenant);
    }

    @Override
    public List<MemberStanding> getStandings(TenantModel tenant, TenantRole least, String after, int max) {
        return members.standings(tenant, least, after, max);
    }

    @Override
    public List<Membership> getMemberships(RealmModel realm, String userId, int first, int max) {
        return members.memberships(realm, userId, first, max);
    }

    @Override
    public long countMemberships(RealmModel realm, String userId) {
        return members.countMemberships(realm, userId);
    }

    @Override
    public @Nullable Membership getMembership(RealmModel realm, String userId, String tenantIdOrName) {
        return members.membership(realm, userId, tenantIdOrName);
    }

    @Override
    public MemberDetails addMember(TenantModel tenant, UserModel user, TenantRole role) {
        return linked.add(tenant, user, role, () -> {});
    }

    @Override
    public MemberDetails addMember(TenantModel tenant, UserModel user, TenantRole role, Runnable ground) {
        return linked.add(tenant, user, role, ground);
    }

    @Override
    public @Nullable MemberDetails setRole(TenantModel tenant, String userId, TenantRole role) {
        linked.holdLiving(tenant);
        return members.setRole(tenant, userId, role);
    }

    @Override
    public boolean removeMember(TenantModel tenant, String userId) {
        return linked.remove(tenant, userId);
    }

    @Override
    public @Nullable TenantSnapshot snapshot(RealmModel realm, String tenantId) {
        String key = TenantCaches.tenantKey(realm.getId(), tenantId);
        if (caches.gone().peek(session, key) != null) {
            return null;
        }
        long mark = caches.gone().mark();
        TenantSnapshot snapshot = caches.tenants().get(session, key, () -> {
            TenantModel found = getTenant(realm, tenantId);
            return found == null ? null : ((TenantAdapter) found).snapshot();
        });
        if (snapshot == null) {
            caches.gone().remember(session, key, true, mark);
        }
        return snapshot;
    }

    @Override
    public long snapshotMark() {
        return caches.tenants().mark();
    }

    @Override
    public void offerSnapshot(RealmModel realm, TenantSnapshot snapshot, long mark) {
        caches.tenants().remember(session, TenantCaches.tenantKey(realm.getId(), snapshot.id()), snapshot, mark);
    }

    @Override
    public @Nullable TenantRole cachedRole(RealmModel realm, String tenantId, String userId) {
        return caches.roles().get(session, TenantCaches.roleKey(realm.getId(), tenantId, userId), () -> {
            TenantModel found = getTenant(realm, tenantId);
            return found == null ? null : members.role(tenantId, userId);
        });
    }

    TenantCleanup cleanup() {
        return new TenantCleanup(session, em, members);
    }

    /** Ids, after this one, of linked tenants that differ from their Organization. */
    List<String> drifted(String after, int atMost) {
        return links.drifted(after, atMost);
    }

    /** Makes a linked tenant and its Organization equal, in a session that does nothing else. */
    void reconcile(String tenantId) {
        TenantEntity row = em.find(TenantEntity.class, tenantId);
        RealmModel realm = row == null ? null : session.realms().getRealm(row.realmId);
        if (row != null && realm != null) {
            session.getContext().setRealm(realm);
            TenantAdapter tenant = new TenantAdapter(realm, row);
            lock(tenant);
            if (links.reconcile(tenant)) {
                updated(tenant);
            }
        }
    }

    @Override
    public void close() {}

    private @Nullable TenantAdapter find(RealmModel realm, String id) {
        TenantEntity row = em.find(TenantEntity.class, id);
        return row == null || !row.realmId.equals(realm.getId()) ? null : new TenantAdapter(realm, row);
    }

    private void touch(TenantEntity row) {
        row.updatedAt = now();
        flush();
        caches.tenantChanged(session, row.realmId, row.id);
    }

    private void requireFreeName(RealmModel realm, String name, String id) {
        List<String> holders = em.createQuery(
                        "select t.id from TenantEntity t where t.realmId = :realmId and t.liveName = :name",
                        String.class)
                .setFlushMode(jakarta.persistence.FlushModeType.COMMIT)
                .setParameter("realmId", realm.getId())
                .setParameter("name", name)
                .getResultList();
        if (!holders.isEmpty() && !holders.contains(id)) {
            throw nameTaken();
        }
    }

    private void flush() {
        try {
            em.flush();
        } catch (RuntimeException e) {
            // Somebody took the name between our look and our write.
            if (DatabaseFailures.isViolationOf("UK_OKA_TENANT_NAME", e)) {
                throw nameTaken();
            }
            throw e;
        }
    }

    private static ConflictException nameTaken() {
        return new ConflictException("name_taken", "Another tenant of this realm has this name");
    }

    private static TenantEntity entity(TenantModel tenant) {
        return ((TenantAdapter) tenant).entity();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
