package io.oka.keycloak.tenants.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.jpa.entities.OrganizationEntity;
import org.keycloak.models.jpa.entities.UserGroupMembershipEntity;
import org.keycloak.representations.idm.MembershipType;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.jpa.entity.FederatedUserGroupMembershipEntity;

/**
 * Reads and holds what Keycloak's tables say of native Organizations and their members; what changes there goes through
 * Keycloak's own provider. Locks are taken in the order in which Keycloak's own work with us listening takes them, so
 * that two changes of one membership wait for each other instead of going in circles: the native membership, the
 * Organization, the tenant, the tenant's membership.
 */
record NativeStore(EntityManager em) {

    private static final String NOT_IN_TENANT =
            " and not exists (select 1 from TenantMemberEntity t where t.tenantId = :tenantId and t.userId = ";
    private static final String NATIVE =
            "(exists (select 1 from UserGroupMembershipEntity m where m.groupId = :groupId and m.user.id = t.userId)"
                    + " or exists (select 1 from FederatedUserGroupMembershipEntity f where f.groupId = :groupId"
                    + " and f.userId = t.userId))";

    /** What Keycloak knows of a user in an Organization. */
    enum Row {
        NONE,
        UNMANAGED,
        /** The account belongs to the Organization: it is deleted when the membership ends. */
        MANAGED
    }

    /** A native member whom the tenant lacks. */
    record Missing(String userId, boolean managed) {}

    /**
     * The Organization, held until the transaction ends; null if the realm has none of this id. By a query, since one that
     * this very transaction has made need not be in its table yet: an import writes late.
     */
    @Nullable
    OrganizationEntity organization(String realmId, String organizationId, LockModeType lock) {
        return em.createQuery(
                        "select o from OrganizationEntity o where o.id = :id and o.realmId = :realmId",
                        OrganizationEntity.class)
                .setParameter("id", organizationId)
                .setParameter("realmId", realmId)
                .setLockMode(lock)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    /** The native membership as it is committed, or as this transaction has changed it. */
    Row read(String organizationId, String userId) {
        OrganizationEntity organization = em.find(OrganizationEntity.class, organizationId);
        if (organization == null) {
            return Row.NONE;
        }
        if (!StorageId.isLocalStorage(userId)) {
            return federated(organization.getGroupId(), userId, LockModeType.NONE);
        }
        return em
                .createQuery(
                        "select m.membershipType from UserGroupMembershipEntity m where m.groupId = :groupId"
                                + " and m.user.id = :userId",
                        String.class)
                .setParameter("groupId", organization.getGroupId())
                .setParameter("userId", userId)
                .getResultList()
                .stream()
                .findFirst()
                .map(type -> MembershipType.MANAGED.name().equals(type) ? Row.MANAGED : Row.UNMANAGED)
                .orElse(Row.NONE);
    }

    /** Holds the native membership until the transaction ends, if there is one. */
    void hold(String organizationId, String userId) {
        OrganizationEntity organization = em.find(OrganizationEntity.class, organizationId);
        if (organization == null) {
            return;
        }
        if (!StorageId.isLocalStorage(userId)) {
            federated(organization.getGroupId(), userId, LockModeType.PESSIMISTIC_WRITE);
            return;
        }
        // Let go of as Keycloak does: it removes and adds these rows without expecting them in the session.
        em.createQuery(
                        "select m from UserGroupMembershipEntity m where m.groupId = :groupId and m.user.id = :userId",
                        UserGroupMembershipEntity.class)
                .setParameter("groupId", organization.getGroupId())
                .setParameter("userId", userId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .forEach(em::detach);
    }

    /** Whether it is this transaction that has begun the native membership. Keycloak's own answers do not tell. */
    boolean isBegunHere(String organizationId, String userId) {
        OrganizationEntity organization = em.find(OrganizationEntity.class, organizationId);
        if (organization == null) {
            return false;
        }
        String table = StorageId.isLocalStorage(userId) ? "user_group_membership" : "fed_user_group_membership";
        return !em.createNativeQuery("select 1 from {h-schema}" + table + " where group_id = :groupId"
                        + " and user_id = :userId and xmin = cast(pg_current_xact_id() as xid)")
                .setParameter("groupId", organization.getGroupId())
                .setParameter("userId", userId)
                .getResultList()
                .isEmpty();
    }

    /** Users of a federation that imports nothing; their memberships are never managed. */
    private Row federated(String groupId, String userId, LockModeType lock) {
        List<FederatedUserGroupMembershipEntity> rows = em.createNamedQuery(
                        "feduserMemberOf", FederatedUserGroupMembershipEntity.class)
                .setParameter("groupId", groupId)
                .setParameter("userId", userId)
                .setLockMode(lock)
                .getResultList();
        rows.forEach(em::detach);
        return rows.isEmpty() ? Row.NONE : Row.UNMANAGED;
    }

    /** Native members whom the tenant lacks; at most so many. */
    List<Missing> missingInTenant(String tenantId, String groupId, int atMost) {
        List<Missing> local = em
                .createQuery(
                        "select m.user.id, m.membershipType from UserGroupMembershipEntity m where m.groupId = :groupId"
                                + NOT_IN_TENANT + "m.user.id) order by m.user.id",
                        Object[].class)
                .setParameter("groupId", groupId)
                .setParameter("tenantId", tenantId)
                .setMaxResults(atMost)
                .getResultList()
                .stream()
                .map(row -> new Missing(
                        (String) row[0], MembershipType.MANAGED.name().equals(row[1])))
                .toList();
        if (local.size() == atMost) {
            return local;
        }
        List<String> federated = em.createQuery(
                        "select f.userId from FederatedUserGroupMembershipEntity f where f.groupId = :groupId"
                                + NOT_IN_TENANT + "f.userId) order by f.userId",
                        String.class)
                .setParameter("groupId", groupId)
                .setParameter("tenantId", tenantId)
                .setMaxResults(atMost - local.size())
                .getResultList();
        return Stream.concat(local.stream(), federated.stream().map(userId -> new Missing(userId, false)))
                .toList();
    }

    /** Members whom the native side lacks; at most so many. */
    List<TenantMemberEntity> missingNatively(String tenantId, String groupId, int atMost) {
        return em.createQuery(
                        "select t from TenantMemberEntity t where t.tenantId = :tenantId and not " + NATIVE
                                + " order by t.userId",
                        TenantMemberEntity.class)
                .setParameter("tenantId", tenantId)
                .setParameter("groupId", groupId)
                .setMaxResults(atMost)
                .getResultList();
    }

    /** Whether an owner of the tenant is a native member. */
    boolean hasNativeOwner(String tenantId, String groupId) {
        return !em.createQuery(
                        "select t.userId from TenantMemberEntity t where t.tenantId = :tenantId and t.role = 'owner' and "
                                + NATIVE,
                        String.class)
                .setParameter("tenantId", tenantId)
                .setParameter("groupId", groupId)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Ids, after this one, of linked tenants that differ from their Organization or whose Organization is gone. */
    List<String> drifted(String after, int atMost) {
        String missingInTenant = "select 1 from UserGroupMembershipEntity m where m.groupId = o.groupId and not exists"
                + " (select 1 from TenantMemberEntity a where a.tenantId = t.id and a.userId = m.user.id)";
        String federatedMissing = "select 1 from FederatedUserGroupMembershipEntity f where f.groupId = o.groupId"
                + " and not exists"
                + " (select 1 from TenantMemberEntity b where b.tenantId = t.id and b.userId = f.userId)";
        String missingNatively = "select 1 from TenantMemberEntity c where c.tenantId = t.id and not exists"
                + " (select 1 from UserGroupMembershipEntity n where n.groupId = o.groupId and n.user.id = c.userId)"
                + " and not exists"
                + " (select 1 from FederatedUserGroupMembershipEntity g where g.groupId = o.groupId"
                + " and g.userId = c.userId)";
        return em.createQuery(
                        "select t.id from TenantEntity t left join OrganizationEntity o on o.id = t.organizationId"
                                + " where t.organizationId is not null and t.deletedAt is null and t.id > :after"
                                + " and (o.id is null or exists (" + missingInTenant + ") or exists ("
                                + federatedMissing + ") or exists (" + missingNatively + ")) order by t.id",
                        String.class)
                .setParameter("after", after)
                .setMaxResults(atMost)
                .getResultList();
    }
}
