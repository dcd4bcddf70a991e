package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.realm.OkaRealm;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/** The last step of a login: for which of the user's tenants it is. */
final class TenantSelectAuthenticator implements Authenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (OkaRealm.isOn(context.getRealm())
                && !TenantChoice.isDeferred(context.getRealm(), context.getAuthenticationSession())) {
            TenantSelection selection = selection(context);
            proceed(context, selection, selection.next());
        } else {
            context.success();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (OkaRealm.isOn(context.getRealm())) {
            TenantSelection selection = selection(context);
            proceed(
                    context,
                    selection,
                    selection.answer(context.getHttpRequest().getDecodedFormParameters()));
        } else {
            context.success();
        }
    }

    private static TenantSelection selection(AuthenticationFlowContext context) {
        return new TenantSelection(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                context.getAuthenticationSession(),
                context.getHttpRequest(),
                NoTenant.of(context.getAuthenticatorConfig()));
    }

    private static void proceed(AuthenticationFlowContext context, TenantSelection selection, TenantStep step) {
        if (selection.settle(step)) {
            context.success();
            return;
        }
        if (step instanceof TenantStep.Deny) {
            selection.tellDenial(context.getEvent());
            if (!TenantSelection.hasPages(context.getAuthenticationSession())) {
                // No failure(): whoever has no tenant has not guessed a password, and is not to be locked out.
                context.challenge(refusal());
                return;
            }
        }
        context.challenge(TenantPages.show(context.form(), step));
    }

    private static Response refusal() {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation(
                        OAuthErrorException.INVALID_GRANT, TenantSelection.NO_TENANT_REASON))
                .build();
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
