package io.oka.keycloak.tenants.invitation;

import java.util.List;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** Looks for the step that binds a registration to the invited address. */
public final class InvitationFlows {

    /** The form action's id. */
    public static final String FORM_ACTION = "tenant-invitation";

    private InvitationFlows() {}

    /** Whether whoever registers in this flow by an invitation can only do so with its address. */
    public static boolean holdsToAddress(RealmModel realm, AuthenticationFlowModel flow) {
        return holdsToAddress(realm, flow.getId());
    }

    private static boolean holdsToAddress(RealmModel realm, String flowId) {
        List<AuthenticationExecutionModel> executions = realm.getAuthenticationExecutionsStream(flowId)
                .filter(AuthenticationExecutionModel::isEnabled)
                .toList();
        return executions.stream()
                .anyMatch(execution -> execution.isAuthenticatorFlow()
                        ? holdsToAddress(realm, execution.getFlowId())
                        : FORM_ACTION.equals(execution.getAuthenticator()));
    }
}
