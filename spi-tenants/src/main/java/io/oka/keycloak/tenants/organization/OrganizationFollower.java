package io.oka.keycloak.tenants.organization;

import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.OrganizationModel.OrganizationMemberJoinEvent;
import org.keycloak.models.OrganizationModel.OrganizationMemberLeaveEvent;
import org.keycloak.models.OrganizationModel.OrganizationMembershipEvent;
import org.keycloak.models.OrganizationModel.OrganizationRemovedEvent;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Carries what happens to a native Organization over to the tenant that is linked with it, in the transaction in which
 * it happens: if the process dies before that commits there is neither, after it both.
 *
 * <ul>
 *   <li>Who joins becomes a member. Where the tenant has no seat left the native join is refused.
 *   <li>Who leaves is no longer a member. The tenant's last owner cannot leave, as anywhere else, while the tenant is the
 *       authoritative side; where the Organization is, its word counts and the tenant is without an owner until an
 *       operator appoints one, as after the deletion of that user. Either way both sides stay equal.
 *   <li>An Organization that is deleted takes the link with it and not the tenant's members, whichever side is
 *       authoritative: what is gone decides nothing any more.
 * </ul>
 *
 * A suspended tenant follows all the same: suspension bars what a membership is good for, not the membership. A deleted
 * one has no link.
 */
public final class OrganizationFollower implements ProviderEventListener {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof OrganizationMemberJoinEvent joined) {
            follow(joined, tenant -> join(joined, tenant));
        } else if (event instanceof OrganizationMemberLeaveEvent left && !isWholeOrganizationRemoved()) {
            follow(left, tenant -> leave(left, tenant));
        } else if (event instanceof OrganizationRemovedEvent removed) {
            removed(removed);
        }
    }

    private static void follow(OrganizationMembershipEvent event, Consumer<TenantModel> change) {
        KeycloakSession session = event.getSession();
        OrganizationModel organization = event.getOrganization();
        String userId = event.getUser().getId();
        if (NativeMembers.isFollowing(session, organization.getId(), userId)) {
            return;
        }
        TenantModel tenant = lockTenant(session, organization);
        if (tenant == null) {
            return;
        }
        Acting.asInKeycloak(session, userId);
        NativeMembers.following(session, organization.getId(), userId, () -> {
            change.accept(tenant);
            return tenant;
        });
    }

    private static void join(OrganizationMembershipEvent event, TenantModel tenant) {
        KeycloakSession session = event.getSession();
        try {
            tenants(session).addMember(tenant, event.getUser(), TenantRole.MEMBER);
        } catch (ConflictException e) {
            // A member whom only the native side lacked: now both are equal. Or Keycloak's cache had missed one who was
            // there: then nothing was written natively, and what there was may have ended since.
            if (!e.code().equals("already_member") && !e.code().equals(NativeMembers.ENDED)) {
                throw NativeVeto.of(session, e);
            }
        }
    }

    private static void leave(OrganizationMembershipEvent event, TenantModel tenant) {
        KeycloakSession session = event.getSession();
        try {
            tenants(session).removeMember(tenant, event.getUser().getId());
        } catch (ConflictException e) {
            throw NativeVeto.of(session, e);
        }
    }

    private static void removed(OrganizationRemovedEvent event) {
        KeycloakSession session = event.getKeycloakSession();
        TenantModel tenant = lockTenant(session, event.getOrganization());
        if (tenant != null) {
            tenants(session).unlink(tenant);
            tenants(session).updated(tenant);
        }
    }

    private static @Nullable TenantModel lockTenant(KeycloakSession session, OrganizationModel organization) {
        RealmModel realm = session.getContext().getRealm();
        return realm == null ? null : tenants(session).lockTenantByOrganization(realm, organization.getId());
    }

    private static TenantProvider tenants(KeycloakSession session) {
        return session.getProvider(TenantProvider.class);
    }

    /**
     * Whether the members leave because their Organization is being deleted. Keycloak lets each of them leave first and
     * tells of the deletion last, with nothing before it to know it by; so the one sign is that {@link
     * OrganizationProvider#remove} is at work.
     */
    private static boolean isWholeOrganizationRemoved() {
        return STACK.walk(
                frames -> frames.anyMatch(frame -> frame.getMethodName().equals("remove")
                        && OrganizationProvider.class.isAssignableFrom(frame.getDeclaringClass())));
    }
}
