package io.oka.keycloak.entitlements.ofrep;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/ofrep}: flags, for any OpenFeature SDK. */
public final class OfrepResource {

    private final KeycloakSession session;
    private final Caller caller;

    OfrepResource(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    @Path("v1/evaluate/flags")
    public EvaluationsResource evaluations() {
        return new EvaluationsResource(session, caller);
    }

    /** Without it a path that is not there would be a method that is not. */
    @Path("{other:.*}")
    public Object nothing() {
        throw Problem.notFound().asException();
    }
}
