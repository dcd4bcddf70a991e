package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.InvitationProvider;
import io.oka.keycloak.tenants.InvitationProvider.OpenInvitation;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSessionProvider;
import io.oka.keycloak.tenants.login.FlowTransaction;
import io.oka.keycloak.tenants.login.TenantChoice;
import io.oka.keycloak.tenants.login.TenantFlows;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks somebody who came by an invitation, and has proven who they are by whatever way, whether they join; the login then
 * goes on for that tenant. It stands behind what people must do about themselves and before the choice of a tenant.
 */
final class InvitationAction implements RequiredActionProvider {

    private static final String ACCEPT = "accept";
    private static final String DECLINE = "decline";
    private static final String AGAIN = "again";

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        if (context.getUser() != null
                && OkaRealm.isOn(context.getRealm())
                && PendingInvitation.of(authentication) != null) {
            authentication.addRequiredAction(InvitationActionFactory.PROVIDER_ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        PendingInvitation pending = pending(context);
        if (pending == null) {
            context.success();
        } else if (PendingInvitation.hasRegistered(context.getAuthenticationSession(), context.getUser())) {
            accept(context, pending);
        } else {
            ask(context, pending);
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        PendingInvitation pending = pending(context);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (pending == null) {
            context.success();
        } else if (form.containsKey(AGAIN)) {
            context.challenge(login(context).beginAnew(pending, context.getAuthenticationSession()));
        } else if (form.containsKey(ACCEPT)) {
            accept(context, pending);
        } else if (form.containsKey(DECLINE)) {
            decline(context, pending);
        } else {
            ask(context, pending);
        }
    }

    private static void ask(RequiredActionContext context, PendingInvitation pending) {
        OpenInvitation open = open(context, pending);
        if (open != null) {
            TenantProvider tenants = context.getSession().getProvider(TenantProvider.class);
            context.challenge(pages(context)
                    .question(
                            open.tenant(),
                            open.invitation().role(),
                            tenants.getRole(open.tenant(), context.getUser().getId())));
        }
    }

    private static void accept(RequiredActionContext context, PendingInvitation pending) {
        OpenInvitation open = open(context, pending);
        if (open == null) {
            return;
        }
        TenantModel tenant = open.tenant();
        try {
            join(context, pending);
        } catch (ConflictException e) {
            refuse(context, pending, InvitationRefusal.of(e));
            return;
        }
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        PendingInvitation.forget(authentication);
        TenantChoice.takeInvited(
                authentication,
                context.getUser().getId(),
                tenant.getId(),
                TenantFlows.noTenant(context.getRealm(), AuthenticationFlowResolver.resolveBrowserFlow(authentication)),
                context.getSession().getProvider(TenantSessionProvider.class).nextTurn());
        String end = login(context).application().url();
        if (end == null) {
            context.challenge(pages(context).joined(tenant));
        } else {
            InvitationEndFilter.endAt(context.getSession(), end);
            context.success();
        }
    }

    /**
     * In a transaction of its own, which a refusal rolls back without the login's. If the process dies after it, the
     * person is a member and logs in again; if it dies before, the link still stands.
     */
    private static void join(RequiredActionContext context, PendingInvitation pending) {
        FlowTransaction.run(
                context.getSession(),
                context.getAuthenticationSession(),
                context.getUser(),
                "oka-accept-invitation",
                (own, realm, user) -> own.getProvider(InvitationProvider.class)
                        .accept(realm, pending.invitationId(), pending.linkId(), user));
    }

    /** The invitation stays as it is: people change their minds, and the link goes on working. */
    private static void decline(RequiredActionContext context, PendingInvitation pending) {
        OpenInvitation open = open(context, pending);
        if (open != null) {
            context.getEvent()
                    .clone()
                    .event(EventType.CUSTOM_REQUIRED_ACTION)
                    .detail(Details.REASON, "Invitation declined")
                    .error(Errors.REJECTED_BY_USER);
            PendingInvitation.forget(context.getAuthenticationSession());
            context.challenge(pages(context).declined(open.tenant()));
        }
    }

    /** The invitation if this user can accept it; null if they were told why not. */
    private static @Nullable OpenInvitation open(RequiredActionContext context, PendingInvitation pending) {
        if (!pending.isFor(context.getUser())) {
            refuse(context, pending, InvitationRefusal.WRONG_ACCOUNT);
            return null;
        }
        try {
            return context.getSession()
                    .getProvider(InvitationProvider.class)
                    .open(context.getRealm(), pending.invitationId(), pending.linkId());
        } catch (ConflictException e) {
            refuse(context, pending, InvitationRefusal.of(e));
            return null;
        }
    }

    private static void refuse(RequiredActionContext context, PendingInvitation pending, InvitationRefusal refusal) {
        refusal.tell(
                context.getEvent().clone().event(EventType.CUSTOM_REQUIRED_ACTION),
                pending.invitationId(),
                context.getUser());
        context.challenge(
                refusal.isWrongAccount()
                        ? pages(context).wrongAccount(pending, context.getUser())
                        : pages(context).refused(refusal));
    }

    private static @Nullable PendingInvitation pending(RequiredActionContext context) {
        return OkaRealm.isOn(context.getRealm()) ? PendingInvitation.of(context.getAuthenticationSession()) : null;
    }

    private static InvitationPages pages(RequiredActionContext context) {
        return new InvitationPages(context.form(), login(context).application().url());
    }

    private static InvitationLogin login(RequiredActionContext context) {
        return new InvitationLogin(context.getSession(), context.getRealm());
    }

    @Override
    public void close() {}
}
