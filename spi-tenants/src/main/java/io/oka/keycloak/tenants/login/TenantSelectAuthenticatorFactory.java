package io.oka.keycloak.tenants.login;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Makes {@link TenantSelectAuthenticator} known to the admin console. */
public final class TenantSelectAuthenticatorFactory implements AuthenticatorFactory {

    public static final String PROVIDER_ID = "tenant-select";

    private static final Authenticator AUTHENTICATOR = new TenantSelectAuthenticator();

    @Override
    public Authenticator create(KeycloakSession session) {
        return AUTHENTICATOR;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Tenant";
    }

    @Override
    public @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    public String getHelpText() {
        return "Asks people of several tenants which one they log in to; belongs after everything that finds out who"
                + " they are.";
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(NoTenant.OPTION)
                .label("Without a tenant")
                .helpText("What becomes of people who belong to no tenant: deny refuses them, also at a refresh after"
                        + " they lost theirs; continue lets them go on without one; create has them make their first.")
                .type(ProviderConfigProperty.LIST_TYPE)
                .options(NoTenant.wireNames())
                .defaultValue(NoTenant.DEFAULT.wireName())
                .add()
                .build();
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
