package io.oka.keycloak.tenants.login;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** Looks for {@code tenant-select} in flows. */
public final class TenantFlows {

    private TenantFlows() {}

    /** What this flow says of people without a tenant; null if it does not ask for a tenant at all. */
    public static @Nullable NoTenant noTenant(RealmModel realm, AuthenticationFlowModel flow) {
        return noTenant(realm, flow.getId());
    }

    private static @Nullable NoTenant noTenant(RealmModel realm, String flowId) {
        List<AuthenticationExecutionModel> executions = realm.getAuthenticationExecutionsStream(flowId)
                .filter(AuthenticationExecutionModel::isEnabled)
                .toList();
        for (AuthenticationExecutionModel execution : executions) {
            if (execution.isAuthenticatorFlow()) {
                NoTenant nested = noTenant(realm, execution.getFlowId());
                if (nested != null) {
                    return nested;
                }
            } else if (TenantSelectAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator())) {
                String config = execution.getAuthenticatorConfig();
                return NoTenant.of(config == null ? null : realm.getAuthenticatorConfigById(config));
            }
        }
        return null;
    }
}
