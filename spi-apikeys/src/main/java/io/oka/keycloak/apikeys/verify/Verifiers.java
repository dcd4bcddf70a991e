package io.oka.keycloak.apikeys.verify;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.Callers;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.problem.Problem;
import org.keycloak.models.KeycloakSession;

/** Who may ask about keys: services with the client role {@code verify-api-keys}. */
final class Verifiers {

    private Verifiers() {}

    /**
     * Called first of all in each method.
     *
     * @return who asks
     * @throws io.oka.keycloak.common.problem.ProblemException 401 without a token, 403 for anybody else
     */
    static Caller.Service require(KeycloakSession session) {
        Caller caller = new Callers(session).authenticate();
        if (!(caller instanceof Caller.Service service)) {
            throw Problem.forbidden("service_token_required", "Only services verify keys: this needs a service's token")
                    .asException();
        }
        if (!service.hasRole(TenantApi.ROLE_VERIFY_API_KEYS)) {
            throw Problem.forbidden("insufficient_role", "This needs the client role " + TenantApi.ROLE_VERIFY_API_KEYS)
                    .asException();
        }
        Acting.as(session, service);
        return service;
    }
}
