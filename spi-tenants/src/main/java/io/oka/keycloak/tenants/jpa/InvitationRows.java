package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.tenants.Invitation;
import io.oka.keycloak.tenants.InvitationStatus;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.RealmModel;

/** Finds invitations. */
record InvitationRows(EntityManager em) {

    @Nullable
    InvitationEntity find(TenantModel tenant, String id) {
        return first(em.createNamedQuery("okaInvitation", InvitationEntity.class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("id", id));
    }

    @Nullable
    InvitationEntity find(RealmModel realm, String id) {
        InvitationEntity row = em.find(InvitationEntity.class, id);
        return row != null && row.realmId.equals(realm.getId()) ? row : null;
    }

    /** Holds the row and reads it anew; the tenant's row is held before it, where both are. */
    void hold(InvitationEntity row) {
        em.refresh(row, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The one of this address that was last seen pending, held; it may be past its time. */
    @Nullable
    InvitationEntity holdPending(TenantModel tenant, String email) {
        return first(em.createNamedQuery("okaPendingInvitation", InvitationEntity.class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("email", email)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE));
    }

    /** Until when this address is spoken for by mails that were asked for; null if there were none. */
    @Nullable
    Instant pacedUntil(TenantModel tenant, String email) {
        return em.createNamedQuery("okaInvitationPacedUntil", Instant.class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("email", email)
                .getSingleResult();
    }

    /** When the newest invitation but this many less one was made; null if there are fewer. */
    @Nullable
    Instant createdBefore(TenantModel tenant, int newest) {
        return em.createNamedQuery("okaInvitationTimes", Instant.class)
                .setParameter("tenantId", tenant.getId())
                .setFirstResult(newest - 1)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    long countPending(TenantModel tenant) {
        return em.createNamedQuery("okaCountPendingInvitations", Long.class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("now", now())
                .getSingleResult();
    }

    /** Whether a member of the tenant has this address; local users only. */
    boolean isMembers(TenantModel tenant, String email) {
        return !em.createNamedQuery("okaInvitedMember", String.class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("email", email)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    List<Invitation> page(TenantModel tenant, @Nullable InvitationStatus status, int first, int max) {
        return query(tenant, status, "select i", " order by i.createdAt desc, i.id desc", InvitationEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(InvitationRows::invitation)
                .toList();
    }

    long count(TenantModel tenant, @Nullable InvitationStatus status) {
        return query(tenant, status, "select count(i)", "", Long.class).getSingleResult();
    }

    void forgetUser(String realmId, String userId) {
        for (String query : List.of("okaForgetInviter", "okaForgetInvited")) {
            em.createNamedQuery(query)
                    .setParameter("realmId", realmId)
                    .setParameter("userId", userId)
                    .executeUpdate();
        }
    }

    void deleteOfTenant(String tenantId) {
        em.createNamedQuery("okaDeleteInvitationsOfTenant")
                .setParameter("tenantId", tenantId)
                .executeUpdate();
    }

    void deleteOfRealm(String realmId) {
        em.createNamedQuery("okaDeleteInvitationsOfRealm")
                .setParameter("realmId", realmId)
                .executeUpdate();
    }

    static Invitation invitation(InvitationEntity row) {
        return new Invitation(
                row.id,
                row.tenantId,
                row.email,
                Objects.requireNonNull(TenantRole.find(row.role)),
                status(row),
                row.invitedBy,
                row.createdAt,
                row.expiresAt,
                row.sentAt,
                row.acceptedAt,
                row.acceptedBy,
                row.linkId);
    }

    static InvitationStatus status(InvitationEntity row) {
        InvitationStatus recorded = Objects.requireNonNull(InvitationStatus.find(row.status));
        boolean past = recorded == InvitationStatus.PENDING && !row.expiresAt.isAfter(now());
        return past ? InvitationStatus.EXPIRED : recorded;
    }

    static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private <T> TypedQuery<T> query(
            TenantModel tenant, @Nullable InvitationStatus status, String select, String order, Class<T> type) {
        boolean byTime = status == InvitationStatus.PENDING || status == InvitationStatus.EXPIRED;
        TypedQuery<T> query = em.createQuery(
                        select + " from InvitationEntity i where i.tenantId = :tenantId" + condition(status) + order,
                        type)
                .setParameter("tenantId", tenant.getId());
        return byTime ? query.setParameter("now", now()) : query;
    }

    private static String condition(@Nullable InvitationStatus status) {
        if (status == null) {
            return "";
        }
        return switch (status) {
            case PENDING -> " and i.status = 'pending' and i.expiresAt > :now";
            case EXPIRED -> " and (i.status = 'expired' or i.status = 'pending' and i.expiresAt <= :now)";
            case ACCEPTED -> " and i.status = 'accepted'";
            case REVOKED -> " and i.status = 'revoked'";
        };
    }

    private static @Nullable InvitationEntity first(TypedQuery<InvitationEntity> query) {
        return query.setMaxResults(1).getResultList().stream().findFirst().orElse(null);
    }
}
