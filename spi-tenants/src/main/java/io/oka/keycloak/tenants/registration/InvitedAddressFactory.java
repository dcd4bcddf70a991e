package io.oka.keycloak.tenants.registration;

import io.oka.keycloak.tenants.invitation.InvitationFlows;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes {@link InvitedAddress} known to the admin console. */
public final class InvitedAddressFactory implements FormActionFactory {

    private static final FormAction ACTION = new InvitedAddress();

    @Override
    public FormAction create(KeycloakSession session) {
        return ACTION;
    }

    @Override
    public String getId() {
        return InvitationFlows.FORM_ACTION;
    }

    @Override
    public String getDisplayType() {
        return "Invitation to a tenant";
    }

    @Override
    public @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    public String getHelpText() {
        return "Lets people who were invited to a tenant register with the invited address, also where the realm lets"
                + " nobody else register; belongs after everything else.";
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
