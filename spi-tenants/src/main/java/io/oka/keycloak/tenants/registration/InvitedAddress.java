package io.oka.keycloak.tenants.registration;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.InvitationProvider;
import io.oka.keycloak.tenants.InvitationProvider.OpenInvitation;
import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.invitation.InvitationMail;
import io.oka.keycloak.tenants.invitation.InvitationRefusal;
import io.oka.keycloak.tenants.invitation.PendingInvitation;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.forms.login.freemarker.model.AbstractUserProfileBean;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.managers.ClientSessionCode;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Holds a registration that began with an invitation to the address that was invited. The link was mailed there, so the
 * address counts as verified. Of no effect on any other registration.
 */
final class InvitedAddress extends RegistrationAction {

    private static final String LABEL = "${email}";

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {
        PendingInvitation pending = pending(context);
        if (pending == null) {
            return;
        }
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        boolean byInvitation = entersByInvitation(authentication);
        RegistrationUrls urls = byInvitation ? urls(context, authentication) : null;
        form.setAttribute("messageHeader", "okaInvitationRegisterTitle").setAttributeMapper(attributes -> {
            RegistrationFields.change(attributes, fields -> {
                fields.replaceAll(field -> isAddress(field) ? addressField(pending) : field);
                return fields;
            });
            if (urls != null) {
                attributes.put("url", urls);
            }
            return attributes;
        });
        // After an error the page shows that.
        if (HttpMethod.GET.equals(context.getHttpRequest().getHttpMethod())) {
            tell(context, pending, form);
        }
    }

    @Override
    public void validate(ValidationContext context) {
        PendingInvitation pending = pending(context);
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        if (pending == null) {
            context.success();
        } else if (!pending.email().equalsIgnoreCase(strip(form.getFirst(UserModel.EMAIL)))) {
            context.error(Errors.INVALID_EMAIL);
            context.validationError(form, List.of(new FormMessage(UserModel.EMAIL, "okaInvitationAddressFixed")));
        } else {
            try {
                requireRoom(context, open(context, pending).tenant());
                context.success();
            } catch (ConflictException e) {
                // The mail was the permission: without it nobody registers, and nobody ends up without a tenant.
                InvitationRefusal refusal = InvitationRefusal.of(e);
                context.error(refusal.code());
                context.validationError(form, List.of(new FormMessage(null, refusal.message())));
                context.excludeOtherErrors();
            }
        }
    }

    @Override
    public void success(FormContext context) {
        PendingInvitation pending = pending(context);
        UserModel user = context.getUser();
        if (pending == null || user == null || !pending.isFor(user)) {
            return;
        }
        user.setEmailVerified(true);
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        PendingInvitation.registered(authentication, user);
        // From here on the login is one as any other.
        authentication.removeAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW);
    }

    static @Nullable PendingInvitation pending(FormContext context) {
        return OkaRealm.isOn(context.getRealm()) ? PendingInvitation.of(context.getAuthenticationSession()) : null;
    }

    private static boolean isAddress(Object field) {
        return field instanceof AbstractUserProfileBean.Attribute attribute
                && UserModel.EMAIL.equals(attribute.getName());
    }

    private static Map<String, Object> addressField(PendingInvitation pending) {
        return RegistrationFields.fixedText(UserModel.EMAIL, LABEL, "${okaInvitationAddressHint}", pending.email());
    }

    private static boolean entersByInvitation(AuthenticationSessionModel authentication) {
        return authentication.getAuthNote(Constants.REQUESTED_AUTHENTICATION_FLOW) != null;
    }

    private static RegistrationUrls urls(FormContext context, AuthenticationSessionModel authentication) {
        return RegistrationUrls.of(context.getSession(), authentication, browserFlow(context, authentication));
    }

    /** The address of registrations is closed where nobody may register; the flow was entered by the browser flow's. */
    private static URI browserFlow(FormContext context, AuthenticationSessionModel authentication) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        String code = new ClientSessionCode<>(session, realm, authentication).getOrGenerateCode();
        return LoginActionsService.authenticationFormProcessor(context.getUriInfo())
                .queryParam(LoginActionsService.SESSION_CODE, code)
                .queryParam(
                        Constants.EXECUTION,
                        authentication.getAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION))
                .queryParam(Constants.CLIENT_ID, authentication.getClient().getClientId())
                .queryParam(Constants.TAB_ID, authentication.getTabId())
                .queryParam(Constants.CLIENT_DATA, AuthenticationProcessor.getClientData(session, authentication))
                .build(realm.getName());
    }

    private static void tell(FormContext context, PendingInvitation pending, LoginFormsProvider form) {
        try {
            // The old theme writes messages as they come.
            String tenant =
                    InvitationMail.displayName(open(context, pending).tenant()).replaceAll("[<>]", "");
            form.setInfo("okaInvitationRegisterInfo", tenant);
        } catch (ConflictException e) {
            form.setError(InvitationRefusal.of(e).message());
        }
    }

    private static OpenInvitation open(FormContext context, PendingInvitation pending) {
        return context.getSession()
                .getProvider(InvitationProvider.class)
                .open(context.getRealm(), pending.invitationId(), pending.linkId());
    }

    /** Advice: who takes the last seat is decided when they join. */
    private static void requireRoom(FormContext context, TenantModel tenant) {
        KeycloakSession session = context.getSession();
        Integer limit = TenantLimits.of(session).memberLimit(tenant);
        if (limit != null && session.getProvider(TenantProvider.class).countMembers(tenant) >= limit) {
            throw new ConflictException("member_limit_reached", "The tenant has no seat left");
        }
    }

    private static String strip(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
