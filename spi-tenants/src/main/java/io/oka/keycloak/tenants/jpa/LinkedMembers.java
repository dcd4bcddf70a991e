package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.MemberDetails;
import io.oka.keycloak.tenants.MembershipAuthority;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.organization.NativeMembers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Adds and removes members under the tenant's row, and takes a linked native Organization along: in the same
 * transaction, so that a process that dies anywhere in here has changed neither side.
 */
final class LinkedMembers {

    private final KeycloakSession session;
    private final EntityManager em;
    private final MemberStore members;
    private final NativeStore natives;
    private final NativeMembers nativeMembers;

    LinkedMembers(KeycloakSession session, EntityManager em, MemberStore members) {
        this.session = session;
        this.em = em;
        this.members = members;
        this.natives = new NativeStore(em);
        this.nativeMembers = new NativeMembers(session);
    }

    /** Holds the tenant's row and reads it anew. */
    void hold(TenantModel tenant) {
        LockTimeout.set(em);
        em.refresh(((TenantAdapter) tenant).entity(), LockModeType.PESSIMISTIC_WRITE);
    }

    /** The same, for what deleted tenants do not do. */
    void holdLiving(TenantModel tenant) {
        hold(tenant);
        requireLiving(tenant);
    }

    /** Holds what a linked Organization keeps of this user, then the tenant's row. */
    void hold(TenantModel tenant, String userId) {
        String organizationId = tenant.getOrganizationId();
        if (organizationId != null) {
            LockTimeout.set(em);
            natives.hold(organizationId, userId);
        }
        hold(tenant);
    }

    MemberDetails add(TenantModel tenant, UserModel user, TenantRole role, Runnable ground) {
        String organizationId = tenant.getOrganizationId();
        boolean follows = organizationId != null && isFollowing(organizationId, user.getId());
        boolean carries = organizationId != null && !follows;
        if (carries) {
            // The native side first, in the order in which Keycloak itself takes the two.
            nativeMembers.join(String.valueOf(organizationId), user);
        }
        try {
            holdLiving(tenant);
            if (!Objects.equals(organizationId, tenant.getOrganizationId())) {
                throw new ConflictException(
                        "organization_link_changed", "The tenant was linked or unlinked at this moment: try again");
            }
            if (follows && natives.read(String.valueOf(organizationId), user.getId()) == NativeStore.Row.NONE) {
                throw new ConflictException(NativeMembers.ENDED, "The native membership has ended at this moment");
            }
            ground.run();
            MemberDetails added = members.add(tenant, user.getId(), role);
            if (carries) {
                joinAfterAll(String.valueOf(organizationId), user.getId());
            }
            return added;
        } catch (ConflictException e) {
            // Whoever called may go on with this transaction, and tell of the conflict in its own way. What others have
            // written stays: it may be managed, and Keycloak would delete the account.
            if (carries && natives.isBegunHere(String.valueOf(organizationId), user.getId())) {
                nativeMembers.leave(String.valueOf(organizationId), user);
            }
            throw e;
        }
    }

    /**
     * Keycloak may have written nothing, whatever it said: by its cache, by a row that was ending, or by one that it had
     * not looked for and found there. With the tenant held no native change of it can commit, so what is written now is
     * what holds.
     */
    private void joinAfterAll(String organizationId, String userId) {
        if (natives.read(organizationId, userId) == NativeStore.Row.NONE) {
            UserModel fresh = nativeMembers.find(userId);
            if (fresh != null) {
                nativeMembers.join(organizationId, fresh);
            }
        }
    }

    boolean remove(TenantModel tenant, String userId) {
        String linkedWith = tenant.getOrganizationId();
        if (linkedWith != null && isFollowing(linkedWith, userId)) {
            return follow(tenant, linkedWith, userId);
        }
        hold(tenant, userId);
        requireLiving(tenant);
        String organizationId = tenant.getOrganizationId();
        if (organizationId == null) {
            return members.remove(tenant, userId);
        }
        NativeStore.Row nativeRow = natives.read(organizationId, userId);
        if (nativeRow == NativeStore.Row.MANAGED && members.isMember(tenant, userId)) {
            throw new ConflictException(
                    "managed_member",
                    "The account belongs to the linked Organization and would be deleted: remove it in Keycloak");
        }
        boolean removed = members.remove(tenant, userId);
        UserModel user = removed && nativeRow == NativeStore.Row.UNMANAGED
                ? session.users().getUserById(tenant.getRealm(), userId)
                : null;
        if (user != null) {
            nativeMembers.leave(organizationId, user);
        }
        return removed;
    }

    private boolean follow(TenantModel tenant, String organizationId, String userId) {
        // Only the tenant: the native membership goes before it, and whoever ends that at this moment waits for us.
        // What is committed of it stays while the tenant is held.
        holdLiving(tenant);
        if (natives.read(organizationId, userId) != NativeStore.Row.NONE) {
            // Keycloak tells of a leave also where somebody else had ended that membership, and begun it anew since.
            return false;
        }
        return tenant.getMembershipAuthority() == MembershipAuthority.ORGANIZATION
                ? members.removeEvenLastOwner(tenant, userId)
                : members.remove(tenant, userId);
    }

    private static void requireLiving(TenantModel tenant) {
        if (tenant.getDeletedAt() != null) {
            throw new ConflictException("tenant_deleted", "The tenant is deleted: restore it first");
        }
    }

    private boolean isFollowing(String organizationId, String userId) {
        return NativeMembers.isFollowing(session, organizationId, userId);
    }
}
