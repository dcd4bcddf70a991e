package io.oka.keycloak.tenants.setup;

import io.oka.keycloak.tenants.invitation.InvitationFlows;
import io.oka.keycloak.tenants.login.NoTenant;
import io.oka.keycloak.tenants.login.TenantSelectAuthenticatorFactory;
import io.oka.keycloak.tenants.registration.TenantRegistrationFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.forms.RegistrationPage;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/**
 * Copies a flow and adds what is ours. Behind a login comes {@code tenant-select}. All of the original goes into one required sub-flow: whichever
 * of its alternatives finds out who somebody is, single sign-on included, the tenant is asked for next. To the page of a
 * registration come the steps for invitations and for a first tenant; the latter is switched off until an operator wants it.
 */
final class FlowCopy {

    private static final String BASIC_FLOW = "basic-flow";

    private final RealmModel realm;
    private final String alias;

    private FlowCopy(RealmModel realm, String alias) {
        this.realm = realm;
        this.alias = alias;
    }

    static AuthenticationFlowModel withTenant(RealmModel realm, AuthenticationFlowModel original, String alias) {
        return new FlowCopy(realm, alias).withTenant(original);
    }

    static AuthenticationFlowModel ofRegistration(RealmModel realm, AuthenticationFlowModel original, String alias) {
        return new FlowCopy(realm, alias).ofRegistration(original);
    }

    private AuthenticationFlowModel ofRegistration(AuthenticationFlowModel original) {
        AuthenticationFlowModel copy =
                addFlow(alias, "As " + original.getAlias() + ", also for invitations", original.getProviderId(), true);
        copyExecutions(original, copy);
        realm.getAuthenticationExecutionsStream(copy.getId())
                .filter(execution -> RegistrationPage.PROVIDER_ID.equals(execution.getAuthenticator()))
                .map(execution -> realm.getAuthenticationFlowById(execution.getFlowId()))
                .toList()
                .forEach(this::addToRegistration);
        return copy;
    }

    private void addToRegistration(AuthenticationFlowModel form) {
        int last = realm.getAuthenticationExecutionsStream(form.getId())
                .mapToInt(AuthenticationExecutionModel::getPriority)
                .max()
                .orElse(0);
        AuthenticationExecutionModel invitation = execution(form, Requirement.REQUIRED, last + 10);
        invitation.setAuthenticator(InvitationFlows.FORM_ACTION);
        realm.addAuthenticatorExecution(invitation);
        AuthenticationExecutionModel tenant = execution(form, Requirement.DISABLED, last + 20);
        tenant.setAuthenticator(TenantRegistrationFactory.PROVIDER_ID);
        realm.addAuthenticatorExecution(tenant);
    }

    private AuthenticationFlowModel withTenant(AuthenticationFlowModel original) {
        AuthenticationFlowModel copy =
                addFlow(alias, "As " + original.getAlias() + ", then the tenant", BASIC_FLOW, true);
        AuthenticationFlowModel signIn = addFlow(alias + " - sign-in", original.getDescription(), BASIC_FLOW, false);
        addSubFlow(execution(copy, Requirement.REQUIRED, 10), signIn);
        copyExecutions(original, signIn);
        AuthenticationExecutionModel tenant = execution(copy, Requirement.REQUIRED, 20);
        tenant.setAuthenticator(TenantSelectAuthenticatorFactory.PROVIDER_ID);
        tenant.setAuthenticatorConfig(
                addConfig(alias + " - tenant", Map.of(NoTenant.OPTION, NoTenant.CONTINUE.wireName())));
        realm.addAuthenticatorExecution(tenant);
        return copy;
    }

    private void copyExecutions(AuthenticationFlowModel from, AuthenticationFlowModel to) {
        List<AuthenticationExecutionModel> originals =
                realm.getAuthenticationExecutionsStream(from.getId()).toList();
        for (AuthenticationExecutionModel original : originals) {
            if (original.isAuthenticatorFlow()) {
                AuthenticationFlowModel nested = realm.getAuthenticationFlowById(original.getFlowId());
                AuthenticationFlowModel copy = addFlow(
                        alias + " - " + nested.getAlias(), nested.getDescription(), nested.getProviderId(), false);
                AuthenticationExecutionModel added = execution(to, original.getRequirement(), original.getPriority());
                added.setAuthenticator(original.getAuthenticator());
                addSubFlow(added, copy);
                copyExecutions(nested, copy);
            } else {
                AuthenticationExecutionModel copy = execution(to, original.getRequirement(), original.getPriority());
                copy.setAuthenticator(original.getAuthenticator());
                copy.setAuthenticatorConfig(copyConfig(original.getAuthenticatorConfig()));
                realm.addAuthenticatorExecution(copy);
            }
        }
    }

    private AuthenticationFlowModel addFlow(
            String name, @Nullable String description, String providerId, boolean topLevel) {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(name);
        flow.setDescription(description);
        flow.setProviderId(providerId);
        flow.setTopLevel(topLevel);
        flow.setBuiltIn(false);
        return realm.addAuthenticationFlow(flow);
    }

    private void addSubFlow(AuthenticationExecutionModel execution, AuthenticationFlowModel nested) {
        execution.setAuthenticatorFlow(true);
        execution.setFlowId(nested.getId());
        realm.addAuthenticatorExecution(execution);
    }

    private static AuthenticationExecutionModel execution(
            AuthenticationFlowModel parent, Requirement requirement, int priority) {
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setParentFlow(parent.getId());
        execution.setRequirement(requirement);
        execution.setPriority(priority);
        execution.setAuthenticatorFlow(false);
        return execution;
    }

    private @Nullable String copyConfig(@Nullable String id) {
        if (id == null) {
            return null;
        }
        AuthenticatorConfigModel original = realm.getAuthenticatorConfigById(id);
        // One that comes with a deployed provider is not the realm's, and is shared.
        return original == null ? id : addConfig(alias + " - " + original.getAlias(), original.getConfig());
    }

    private String addConfig(String name, @Nullable Map<String, String> values) {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setAlias(name);
        config.setConfig(values == null ? new HashMap<>() : new HashMap<>(values));
        return realm.addAuthenticatorConfig(config).getId();
    }
}
