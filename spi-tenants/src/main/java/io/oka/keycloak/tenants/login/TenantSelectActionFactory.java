package io.oka.keycloak.tenants.login;

/** Makes {@link TenantSelectAction}; a realm runs it once it is set up there. */
public final class TenantSelectActionFactory extends LoginActionFactory {

    public static final String PROVIDER_ID = "tenant-select";

    public static final String DISPLAY_TEXT = "Choose a tenant";

    public TenantSelectActionFactory() {
        super(PROVIDER_ID, DISPLAY_TEXT, new TenantSelectAction());
    }
}
