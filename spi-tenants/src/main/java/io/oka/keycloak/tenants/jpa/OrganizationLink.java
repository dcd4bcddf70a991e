package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.MembershipAuthority;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.organization.NativeMembers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.OrganizationEntity;
import org.keycloak.organization.OrganizationProvider;

/**
 * Links tenants with native Organizations, and makes two linked sides equal. The tenant's row is held throughout. All of
 * it is one transaction: if the process dies within, nothing has happened.
 *
 * <p>Equal means what the authoritative side says, with two exceptions, both of which leave the sides equal as well:
 *
 * <ul>
 *   <li>A managed native member is never taken out, since Keycloak would delete the account. It joins the tenant.
 *   <li>A tenant never loses its last owner to this. If none of its owners is a native member, they all join natively.
 * </ul>
 */
final class OrganizationLink {

    /** How many members the carrying-over of a new link may touch on either side; the reconciliation takes the rest. */
    private static final int CARRIED_AT_ONCE = 1_000;

    private static final int RECONCILED_AT_ONCE = 200;

    private static final Logger LOG = Logger.getLogger(OrganizationLink.class);

    private final KeycloakSession session;
    private final EntityManager em;
    private final MemberStore members;
    private final NativeStore natives;
    private final NativeMembers nativeMembers;

    OrganizationLink(KeycloakSession session, EntityManager em, MemberStore members) {
        this.session = session;
        this.em = em;
        this.members = members;
        this.natives = new NativeStore(em);
        this.nativeMembers = new NativeMembers(session);
    }

    /**
     * What was done to make two sides equal.
     *
     * @param unresolved differences that stay: members without a seat, or whose user is not there
     */
    record Outcome(int added, int removed, int nativelyAdded, int nativelyRemoved, int unresolved) {

        boolean isNothing() {
            return equals(new Outcome(0, 0, 0, 0, 0));
        }
    }

    @Nullable
    TenantAdapter tenant(RealmModel realm, String organizationId) {
        return em.createNamedQuery("okaTenantByOrganization", TenantEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("organizationId", organizationId)
                .getResultStream()
                .findFirst()
                .map(row -> new TenantAdapter(realm, row))
                .orElse(null);
    }

    @Nullable
    TenantAdapter lockTenant(RealmModel realm, String organizationId, LinkedMembers linked) {
        LockTimeout.set(em);
        if (natives.organization(realm.getId(), organizationId, LockModeType.PESSIMISTIC_READ) == null) {
            return null;
        }
        TenantAdapter tenant = tenant(realm, organizationId);
        if (tenant == null) {
            return null;
        }
        linked.hold(tenant);
        // It may have been unlinked or deleted while we waited; nobody can have linked it anew.
        return organizationId.equals(tenant.getOrganizationId()) ? tenant : null;
    }

    /** Ids, after this one, of linked tenants that differ from their Organization. */
    List<String> drifted(String after, int atMost) {
        return natives.drifted(after, atMost);
    }

    boolean link(TenantModel tenant, TenantEntity row, String organizationId) {
        RealmModel realm = tenant.getRealm();
        if (!realm.isOrganizationsEnabled() || session.getProvider(OrganizationProvider.class) == null) {
            throw new ConflictException(
                    "organizations_disabled", "This realm has no Organizations: switch them on first");
        }
        // Held so that no native change crosses the carrying-over, and no other tenant links the same Organization.
        OrganizationEntity organization =
                natives.organization(realm.getId(), organizationId, LockModeType.PESSIMISTIC_WRITE);
        if (organization == null) {
            return false;
        }
        requireNotLinked(organizationId, row.id);
        row.organizationId = organizationId;
        em.flush();
        Outcome outcome = equalize(tenant, organization, CARRIED_AT_ONCE);
        if (outcome.unresolved() > 0) {
            throw new ConflictException(
                    "member_limit_reached", "The tenant's plan has too few seats for the Organization's members");
        }
        return true;
    }

    /**
     * Makes a linked tenant and its Organization equal, after events that nobody raised.
     *
     * @return whether the link had to go, since there is no such Organization any more
     */
    boolean reconcile(TenantAdapter tenant) {
        TenantEntity row = tenant.entity();
        if (row.organizationId == null || row.deletedAt != null) {
            return false;
        }
        OrganizationEntity organization =
                natives.organization(row.realmId, row.organizationId, LockModeType.PESSIMISTIC_READ);
        if (organization == null) {
            LOG.infof("Tenant %s: its Organization %s is gone, and so is the link", row.id, row.organizationId);
            row.organizationId = null;
            return true;
        }
        // Against the order in which others take their locks, since the tenant's row is held: whoever else changes this
        // membership right now shall have it, and we come again.
        LockTimeout.setShort(em);
        Outcome outcome = equalize(tenant, organization, RECONCILED_AT_ONCE);
        // Whatever stays as it is was said at the last run, or is the orphan sweep's.
        LOG.logf(
                outcome.isNothing() ? Logger.Level.DEBUG : Logger.Level.INFO,
                "Tenant %s and Organization %s differed: %s",
                row.id,
                row.organizationId,
                outcome);
        return false;
    }

    private void requireNotLinked(String organizationId, String tenantId) {
        boolean linked = em.createQuery(
                        "select t.id from TenantEntity t where t.organizationId = :organizationId", String.class)
                .setParameter("organizationId", organizationId)
                .getResultStream()
                .anyMatch(id -> !id.equals(tenantId));
        if (linked) {
            throw new ConflictException("organization_linked", "Another tenant is linked with this Organization");
        }
    }

    /** Makes both sides equal, as far as at most so many differences on each of them allow. */
    Outcome equalize(TenantModel tenant, OrganizationEntity organization, int atMost) {
        Work work = new Work(tenant, organization);
        boolean tenantDecides = tenant.getMembershipAuthority() == MembershipAuthority.TENANT;
        List<NativeStore.Missing> missingInTenant =
                natives.missingInTenant(tenant.getId(), organization.getGroupId(), atMost);
        List<TenantMemberEntity> missingNatively =
                natives.missingNatively(tenant.getId(), organization.getGroupId(), atMost);
        // Out before in: the seats of those who leave are there for those who come.
        if (tenantDecides) {
            missingNatively.forEach(work::joinNatively);
            missingInTenant.stream().filter(missing -> !missing.managed()).forEach(work::leaveNatively);
            work.join(missingInTenant.stream()
                    .filter(NativeStore.Missing::managed)
                    .toList());
        } else {
            boolean keepsOwners = !natives.hasNativeOwner(tenant.getId(), organization.getGroupId());
            List<TenantMemberEntity> leaving = new ArrayList<>();
            for (TenantMemberEntity member : missingNatively) {
                if (keepsOwners && member.role.equals(TenantRole.OWNER.wireName())) {
                    work.joinNatively(member);
                } else {
                    leaving.add(member);
                }
            }
            work.leave(leaving);
            work.join(missingInTenant);
        }
        return work.outcome();
    }

    /** One equalization, and its count. */
    private final class Work {

        private final TenantModel tenant;
        private final OrganizationEntity organization;
        private int added;
        private int removed;
        private int nativelyAdded;
        private int nativelyRemoved;
        private int unresolved;

        Work(TenantModel tenant, OrganizationEntity organization) {
            this.tenant = tenant;
            this.organization = organization;
        }

        Outcome outcome() {
            return new Outcome(added, removed, nativelyAdded, nativelyRemoved, unresolved);
        }

        void join(List<NativeStore.Missing> missing) {
            int seats = members.freeSeats(tenant);
            List<String> admitted = missing.stream()
                    .map(NativeStore.Missing::userId)
                    .limit(seats)
                    .toList();
            members.insert(tenant, admitted, TenantRole.MEMBER);
            added += admitted.size();
            unresolved += missing.size() - admitted.size();
        }

        void leave(List<TenantMemberEntity> leaving) {
            members.erase(tenant, leaving);
            removed += leaving.size();
        }

        void joinNatively(TenantMemberEntity member) {
            UserModel user = nativeMembers.find(member.userId);
            // Whoever is no longer there is the orphan sweep's, and so is nobody's difference.
            if (user != null && nativeMembers.join(organization.getId(), user)) {
                nativelyAdded++;
            }
        }

        void leaveNatively(NativeStore.Missing missing) {
            UserModel user = nativeMembers.find(missing.userId());
            if (user != null) {
                nativeMembers.leave(organization.getId(), user);
                nativelyRemoved++;
            }
        }
    }
}
