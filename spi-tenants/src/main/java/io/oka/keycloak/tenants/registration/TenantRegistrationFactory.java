package io.oka.keycloak.tenants.registration;

import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Makes {@link TenantRegistration} known to the admin console. */
public final class TenantRegistrationFactory extends RegistrationActionFactory {

    public static final String PROVIDER_ID = "tenant-registration";

    /** Option: whether nobody registers without a tenant. */
    static final String MANDATORY = "mandatory";

    public TenantRegistrationFactory() {
        super(PROVIDER_ID, new TenantRegistration());
    }

    @Override
    public String getDisplayType() {
        return "First tenant";
    }

    @Override
    public String getHelpText() {
        return "Asks people who register for the name of a tenant, which they then own; belongs after everything else."
                + " People who were invited join the tenant that invited them and are not asked.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(MANDATORY)
                .label("Mandatory")
                .helpText("Whether everybody who registers has to name a tenant. Otherwise they may leave it out.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue(true)
                .add()
                .build();
    }
}
