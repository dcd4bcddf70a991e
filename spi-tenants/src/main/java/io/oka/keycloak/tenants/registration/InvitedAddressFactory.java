package io.oka.keycloak.tenants.registration;

import io.oka.keycloak.tenants.invitation.InvitationFlows;

/** Makes {@link InvitedAddress} known to the admin console. */
public final class InvitedAddressFactory extends RegistrationActionFactory {

    public InvitedAddressFactory() {
        super(InvitationFlows.FORM_ACTION, new InvitedAddress());
    }

    @Override
    public String getDisplayType() {
        return "Invitation to a tenant";
    }

    @Override
    public String getHelpText() {
        return "Lets people who were invited to a tenant register with the invited address, also where the realm lets"
                + " nobody else register; belongs after everything else.";
    }
}
