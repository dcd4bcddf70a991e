package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.MemberDetails;
import io.oka.keycloak.tenants.MemberStanding;
import io.oka.keycloak.tenants.Membership;
import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantModel.MemberRemovedEvent;
import io.oka.keycloak.tenants.TenantRole;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * Memberships. Changes that could break an invariant of the tenant (an owner, its seats) take its row first, so that
 * two of them never cross, on any number of nodes.
 */
final class MemberStore {

    private final KeycloakSession session;
    private final EntityManager em;
    private final TenantChanges changes;
    private final TenantCaches caches;

    MemberStore(KeycloakSession session, EntityManager em, TenantChanges changes, TenantCaches caches) {
        this.session = session;
        this.em = em;
        this.changes = changes;
        this.caches = caches;
    }

    @Nullable
    TenantRole role(String tenantId, String userId) {
        return em.createNamedQuery("okaTenantRole", String.class)
                .setParameter("tenantId", tenantId)
                .setParameter("userId", userId)
                .getResultStream()
                .findFirst()
                .map(TenantRole::find)
                .orElse(null);
    }

    @Nullable
    MemberDetails member(TenantModel tenant, String userId) {
        return em.createNamedQuery("okaTenantMember", Object[].class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("userId", userId)
                .getResultStream()
                .findFirst()
                .map(row -> details(tenant.getRealm(), row))
                .orElse(null);
    }

    List<MemberDetails> members(TenantModel tenant, int first, int max) {
        return em
                .createNamedQuery("okaTenantMembers", Object[].class)
                .setParameter("tenantId", tenant.getId())
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(row -> details(tenant.getRealm(), row))
                .toList();
    }

    List<MemberStanding> standings(TenantModel tenant, TenantRole least, String after, int max) {
        return em
                .createNamedQuery("okaTenantStandings", Object[].class)
                .setParameter("tenantId", tenant.getId())
                .setParameter("after", after)
                .setParameter(
                        "roles",
                        Arrays.stream(TenantRole.values())
                                .filter(role -> role.isAtLeast(least))
                                .map(TenantRole::wireName)
                                .toList())
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(row -> standing(tenant.getRealm(), row))
                .toList();
    }

    long count(TenantModel tenant) {
        return number(em.createNamedQuery("okaCountTenantMembers").setParameter("tenantId", tenant.getId()));
    }

    List<Membership> memberships(RealmModel realm, String userId, int first, int max) {
        return ofUser("okaMembershipsOfUser", realm, userId)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(row -> membership(realm, row))
                .toList();
    }

    long countMemberships(RealmModel realm, String userId) {
        return number(em.createNamedQuery("okaCountMembershipsOfUser")
                .setParameter("realmId", realm.getId())
                .setParameter("userId", userId));
    }

    long countOwned(RealmModel realm, String userId) {
        return number(em.createNamedQuery("okaCountTenantsOwnedByUser")
                .setParameter("realmId", realm.getId())
                .setParameter("userId", userId));
    }

    @Nullable
    Membership membership(RealmModel realm, String userId, String idOrName) {
        List<Membership> found =
                ofUser("okaMembershipOfUser", realm, userId).setParameter("idOrName", idOrName).getResultList().stream()
                        .map(row -> membership(realm, row))
                        .toList();
        // A name may look like another tenant's id: the id goes first.
        return found.stream()
                .filter(membership -> membership.tenant().getId().equals(idOrName))
                .findFirst()
                .orElse(found.isEmpty() ? null : found.get(0));
    }

    /** The tenant's row is held by the caller, or was made in this transaction. */
    MemberDetails add(TenantModel tenant, String userId, TenantRole role) {
        if (em.find(TenantMemberEntity.class, new TenantMemberEntity.Key(tenant.getId(), userId)) != null) {
            throw new ConflictException("already_member", "This user is a member of the tenant already");
        }
        if (freeSeats(tenant) < 1) {
            throw new ConflictException("member_limit_reached", "The tenant's plan has no seat left");
        }
        insert(tenant, List.of(userId), role);
        return Objects.requireNonNull(member(tenant, userId));
    }

    /** How many may join; the tenant's row is held by the caller. */
    int freeSeats(TenantModel tenant) {
        Integer limit = TenantLimits.of(session).memberLimit(tenant);
        return limit == null ? Integer.MAX_VALUE : (int) Math.max(0, limit - count(tenant));
    }

    /** Adds users who are no members, for whom there are seats. */
    void insert(TenantModel tenant, List<String> userIds, TenantRole role) {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        for (String userId : userIds) {
            TenantMemberEntity row = new TenantMemberEntity();
            row.tenantId = tenant.getId();
            row.userId = userId;
            row.realmId = tenant.getRealm().getId();
            row.role = role.wireName();
            row.createdAt = now;
            em.persist(row);
        }
        em.flush();
        for (String userId : userIds) {
            changed(tenant, userId);
            changes.memberAdded(tenant, userId, role);
        }
    }

    @Nullable
    MemberDetails setRole(TenantModel tenant, String userId, TenantRole role) {
        TenantMemberEntity row = find(tenant, userId);
        if (row == null) {
            return null;
        }
        String before = row.role;
        if (!before.equals(role.wireName())) {
            requireAnotherOwner(tenant, row, role);
            row.role = role.wireName();
            em.flush();
            changed(tenant, userId);
            changes.roleChanged(tenant, userId, before, role);
        }
        return member(tenant, userId);
    }

    boolean remove(TenantModel tenant, String userId) {
        TenantMemberEntity row = find(tenant, userId);
        if (row == null) {
            return false;
        }
        requireAnotherOwner(tenant, row, null);
        erase(tenant, List.of(row));
        return true;
    }

    /** Like {@link #remove}, of the last owner too, which leaves the tenant without one. */
    boolean removeEvenLastOwner(TenantModel tenant, String userId) {
        TenantMemberEntity row = find(tenant, userId);
        if (row == null) {
            return false;
        }
        erase(tenant, List.of(row));
        return true;
    }

    /** Removes these members without asking what becomes of the tenant. */
    void erase(TenantModel tenant, List<TenantMemberEntity> rows) {
        rows.forEach(em::remove);
        em.flush();
        for (TenantMemberEntity row : rows) {
            changed(tenant, row.userId);
            changes.memberRemoved(tenant, row.userId, row.role);
            session.getKeycloakSessionFactory().publish(new MemberRemovedEvent(session, tenant, row.userId));
        }
    }

    boolean isMember(TenantModel tenant, String userId) {
        return find(tenant, userId) != null;
    }

    List<TenantMemberEntity> everyRowOf(RealmModel realm, String userId) {
        return em.createNamedQuery("okaEveryMembershipOfUser", TenantMemberEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("userId", userId)
                .getResultList();
    }

    private @Nullable TenantMemberEntity find(TenantModel tenant, String userId) {
        TenantMemberEntity row = em.find(TenantMemberEntity.class, new TenantMemberEntity.Key(tenant.getId(), userId));
        if (row != null) {
            // It may have been read before the tenant's row was held.
            em.refresh(row);
        }
        return row;
    }

    private void requireAnotherOwner(TenantModel tenant, TenantMemberEntity row, @Nullable TenantRole next) {
        boolean ceasesToOwn = row.role.equals(TenantRole.OWNER.wireName()) && next != TenantRole.OWNER;
        if (ceasesToOwn
                && number(em.createNamedQuery("okaCountTenantOwners").setParameter("tenantId", tenant.getId())) <= 1) {
            throw new ConflictException("last_owner", "A tenant has at least one owner: appoint another one first");
        }
    }

    private void changed(TenantModel tenant, String userId) {
        caches.roleChanged(session, tenant.getRealm().getId(), tenant.getId(), userId);
    }

    private TypedQuery<Object[]> ofUser(String query, RealmModel realm, String userId) {
        return em.createNamedQuery(query, Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("userId", userId);
    }

    private MemberDetails details(RealmModel realm, Object[] row) {
        String userId = (String) row[0];
        TenantRole role = Objects.requireNonNull(TenantRole.find((String) row[1]));
        Instant since = (Instant) row[2];
        // Users of a federation that imports nothing have no row of Keycloak's to join with.
        UserModel remote = row[3] == null && !StorageId.isLocalStorage(userId)
                ? session.users().getUserById(realm, userId)
                : null;
        return remote == null
                ? new MemberDetails(
                        userId, role, since, (String) row[3], (String) row[4], (String) row[5], (String) row[6])
                : new MemberDetails(
                        userId,
                        role,
                        since,
                        remote.getUsername(),
                        remote.getEmail(),
                        remote.getFirstName(),
                        remote.getLastName());
    }

    private MemberStanding standing(RealmModel realm, Object[] row) {
        String userId = (String) row[0];
        TenantRole role = Objects.requireNonNull(TenantRole.find((String) row[1]));
        Boolean enabled = (Boolean) row[2];
        if (enabled == null && !StorageId.isLocalStorage(userId)) {
            // As above: of such a federation only Keycloak knows.
            UserModel remote = session.users().getUserById(realm, userId);
            enabled = remote == null || remote.isEnabled();
        }
        return new MemberStanding(userId, role, !Boolean.FALSE.equals(enabled));
    }

    private static Membership membership(RealmModel realm, Object[] row) {
        TenantMemberEntity member = (TenantMemberEntity) row[0];
        return new Membership(
                new TenantAdapter(realm, (TenantEntity) row[1]),
                member.userId,
                Objects.requireNonNull(TenantRole.find(member.role)),
                member.createdAt);
    }

    private static long number(Query query) {
        return ((Number) query.getSingleResult()).longValue();
    }
}
