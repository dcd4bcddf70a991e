package io.oka.keycloak.tenants.login;

import io.oka.keycloak.common.realm.OkaRealm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Catches the logins that never come back to the browser flow: after an identity provider, a registration or a new
 * password Keycloak goes straight on to the required actions. They get the tenant here, by the rules of the browser
 * flow that they left, so that none comes in past it.
 */
final class TenantSelectAction implements RequiredActionProvider {

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel authentication = context.getAuthenticationSession();
        if (context.getUser() == null
                || !OkaRealm.isOn(context.getRealm())
                || !TenantSelection.hasPages(authentication)
                || authentication.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS) != null
                || TenantChoice.isDeferred(context.getRealm(), authentication)
                || TenantChoice.isMade(authentication, context.getUser().getId())) {
            return;
        }
        NoTenant noTenant = noTenant(context);
        if (noTenant != null) {
            TenantSelection selection = selection(context, noTenant);
            if (!selection.settle(selection.next())) {
                authentication.addRequiredAction(TenantSelectActionFactory.PROVIDER_ID);
            }
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (OkaRealm.isOn(context.getRealm())) {
            TenantSelection selection = selection(context, orDefault(noTenant(context)));
            proceed(context, selection, selection.next());
        } else {
            context.success();
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (OkaRealm.isOn(context.getRealm())) {
            TenantSelection selection = selection(context, orDefault(noTenant(context)));
            proceed(
                    context,
                    selection,
                    selection.answer(context.getHttpRequest().getDecodedFormParameters()));
        } else {
            context.success();
        }
    }

    private static void proceed(RequiredActionContext context, TenantSelection selection, TenantStep step) {
        if (selection.settle(step)) {
            context.success();
        } else {
            if (step instanceof TenantStep.Deny) {
                selection.tellDenial(context.getEvent());
            }
            context.challenge(TenantPages.show(context.form(), step));
        }
    }

    private static TenantSelection selection(RequiredActionContext context, NoTenant noTenant) {
        return new TenantSelection(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                context.getAuthenticationSession(),
                context.getHttpRequest(),
                noTenant);
    }

    private static @Nullable NoTenant noTenant(RequiredActionContext context) {
        AuthenticationFlowModel flow =
                AuthenticationFlowResolver.resolveBrowserFlow(context.getAuthenticationSession());
        return flow == null ? null : TenantFlows.noTenant(context.getRealm(), flow);
    }

    private static NoTenant orDefault(@Nullable NoTenant noTenant) {
        return Objects.requireNonNullElse(noTenant, NoTenant.DEFAULT);
    }

    @Override
    public void close() {}
}
