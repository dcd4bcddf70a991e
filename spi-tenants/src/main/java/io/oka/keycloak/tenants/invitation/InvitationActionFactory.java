package io.oka.keycloak.tenants.invitation;

import io.oka.keycloak.tenants.login.LoginActionFactory;

/** Makes {@link InvitationAction}; a realm runs it once it is set up there. */
public final class InvitationActionFactory extends LoginActionFactory {

    public static final String PROVIDER_ID = "accept-invitation";

    public static final String DISPLAY_TEXT = "Accept an invitation to a tenant";

    public InvitationActionFactory() {
        super(PROVIDER_ID, DISPLAY_TEXT, new InvitationAction());
    }
}
