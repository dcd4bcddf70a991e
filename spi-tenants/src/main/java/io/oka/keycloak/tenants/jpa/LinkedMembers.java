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
import org.jspecify.annotations.Nullable;
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
    NativeStore.Row hold(TenantModel tenant, String userId) {
        String before = tenant.getOrganizationId();
        LockTimeout.set(em);
        NativeStore.Row row = before == null ? NativeStore.Row.NONE : natives.hold(before, userId);
        hold(tenant);
        String now = tenant.getOrganizationId();
        // Linked anew while we waited: out of order, and so rare that the database may sort it out.
        return Objects.equals(before, now) || now == null ? row : natives.hold(now, userId);
    }

    MemberDetails add(TenantModel tenant, UserModel user, TenantRole role) {
        String organizationId = tenant.getOrganizationId();
        // The native side first, in the order in which Keycloak itself takes the two.
        boolean joined = organizationId != null
                && !isFollowing(organizationId, user.getId())
                && nativeMembers.join(organizationId, user);
        try {
            holdLiving(tenant);
            if (!Objects.equals(organizationId, tenant.getOrganizationId())) {
                throw new ConflictException(
                        "organization_link_changed", "The tenant was linked or unlinked at this moment: try again");
            }
            return members.add(tenant, user.getId(), role);
        } catch (ConflictException e) {
            if (joined && organizationId != null) {
                // Whoever called may go on with this transaction, and tell of the conflict in its own way.
                nativeMembers.leave(organizationId, user);
            }
            throw e;
        }
    }

    boolean remove(TenantModel tenant, String userId) {
        NativeStore.Row nativeRow = hold(tenant, userId);
        requireLiving(tenant);
        String organizationId = tenant.getOrganizationId();
        if (organizationId != null && isFollowing(organizationId, userId)) {
            return tenant.getMembershipAuthority() == MembershipAuthority.ORGANIZATION
                    ? members.removeEvenLastOwner(tenant, userId)
                    : members.remove(tenant, userId);
        }
        if (nativeRow == NativeStore.Row.MANAGED && members.isMember(tenant, userId)) {
            throw new ConflictException(
                    "managed_member",
                    "The account belongs to the linked Organization and would be deleted: remove it in Keycloak");
        }
        boolean removed = members.remove(tenant, userId);
        if (removed && organizationId != null && nativeRow == NativeStore.Row.UNMANAGED) {
            leaveNatively(tenant, organizationId, userId);
        }
        return removed;
    }

    private void leaveNatively(TenantModel tenant, String organizationId, String userId) {
        @Nullable UserModel user = session.users().getUserById(tenant.getRealm(), userId);
        if (user != null) {
            nativeMembers.leave(organizationId, user);
        }
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
