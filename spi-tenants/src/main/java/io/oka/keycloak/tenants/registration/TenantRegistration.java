package io.oka.keycloak.tenants.registration;

import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.realm.OkaRealm;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSettings;
import io.oka.keycloak.tenants.login.NewTenantForm;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;

/**
 * Asks people who register for their first tenant. The user and the tenant are made in one transaction, that of the
 * request: if the process dies, or the tenant cannot be made, there is neither.
 */
final class TenantRegistration extends RegistrationAction {

    /** Not simply "name": the user profile may have an attribute of that name. */
    private static final NewTenantForm.Fields FIELDS = new NewTenantForm.Fields("tenantName", "tenantDisplayName");

    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {
        if (!asks(context)) {
            return;
        }
        NewTenantForm entered = entered(context);
        boolean mandatory = isMandatory(context);
        form.setAttributeMapper(attributes -> {
            RegistrationFields.change(attributes, fields -> {
                fields.addAll(fields(entered, mandatory));
                return fields;
            });
            return attributes;
        });
    }

    @Override
    public void validate(ValidationContext context) {
        NewTenantForm entered = entered(context);
        List<FormMessage> faults = asks(context) ? faults(context, entered) : List.of();
        if (faults.isEmpty()) {
            context.success();
        } else {
            context.error(Errors.INVALID_REGISTRATION);
            context.validationError(context.getHttpRequest().getDecodedFormParameters(), faults);
        }
    }

    @Override
    public void success(FormContext context) {
        NewTenantForm entered = entered(context);
        UserModel user = context.getUser();
        if (user == null || !asks(context) || isLeftOut(context, entered)) {
            return;
        }
        // Where the user profile keeps whatever comes, it has kept these, too.
        user.removeAttribute(FIELDS.name());
        user.removeAttribute(FIELDS.displayName());
        KeycloakSession session = context.getSession();
        Acting.asUserInFlow(
                session,
                user.getId(),
                context.getAuthenticationSession().getClient().getClientId());
        try {
            session.getProvider(TenantProvider.class).createOwnTenant(context.getRealm(), entered.toTenant(), user);
        } catch (ConflictException e) {
            // Somebody took the name since it was looked at. Nothing stays, the user included.
            session.getTransactionManager().setRollbackOnly();
            throw new AuthenticationFlowException(
                    AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR,
                    e.code(),
                    entered.fault(e).getMessage());
        }
    }

    /** Whoever comes by an invitation has a tenant in view already. */
    private static boolean asks(FormContext context) {
        return OkaRealm.isOn(context.getRealm()) && InvitedAddress.pending(context) == null;
    }

    private static List<FormMessage> faults(FormContext context, NewTenantForm entered) {
        if (isLeftOut(context, entered)) {
            return List.of();
        }
        RealmModel realm = context.getRealm();
        List<FormMessage> faults = new ArrayList<>(entered.faults());
        if (faults.isEmpty() && isTaken(context, entered.name())) {
            faults.add(entered.nameTaken());
        }
        if (TenantSettings.MAX_TENANTS_PER_USER.in(realm) < 1) {
            faults.add(entered.fault(new ConflictException("tenant_limit_reached", "People own no tenants here")));
        }
        return faults;
    }

    private static boolean isTaken(FormContext context, String name) {
        return context.getSession().getProvider(TenantProvider.class).getTenantByName(context.getRealm(), name) != null;
    }

    private static boolean isLeftOut(FormContext context, NewTenantForm entered) {
        return entered.isEmpty() && !isMandatory(context);
    }

    private static boolean isMandatory(FormContext context) {
        AuthenticatorConfigModel config = context.getAuthenticatorConfig();
        Map<String, String> values = config == null ? null : config.getConfig();
        return values == null || !"false".equals(values.get(TenantRegistrationFactory.MANDATORY));
    }

    private static NewTenantForm entered(FormContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        return NewTenantForm.of(form, FIELDS);
    }

    private static List<Map<String, Object>> fields(NewTenantForm entered, boolean mandatory) {
        return List.of(
                RegistrationFields.text(
                        FIELDS.name(),
                        mandatory ? "${okaRegisterTenantName}" : "${okaRegisterTenantNameOptional}",
                        "${okaTenantNameRule}",
                        entered.name(),
                        mandatory),
                RegistrationFields.text(
                        FIELDS.displayName(),
                        "${okaRegisterTenantDisplayName}",
                        "${okaTenantDisplayNameHint}",
                        entered.displayName(),
                        false));
    }
}
