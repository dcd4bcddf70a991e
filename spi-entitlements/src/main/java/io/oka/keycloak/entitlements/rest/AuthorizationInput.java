package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.entitlements.decision.DecisionRequest;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.entitlements.rest.AuthorizationRequestRepresentation.ContextRepresentation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks what is asked of the decision. */
final class AuthorizationInput {

    private AuthorizationInput() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static DecisionRequest check(AuthorizationRequestRepresentation wanted) {
        ContextRepresentation context = wanted.context();
        Validation validation = new Validation()
                .check(
                        wanted.action() != null && DecisionRequest.isPrintable(wanted.action()),
                        "action",
                        "is needed, and must be 1 to 255 printable characters")
                .check(context != null, "context", "is needed");
        if (context == null) {
            validation.orRefuse();
        }
        ContextRepresentation given = Objects.requireNonNull(context);
        long quantity = Objects.requireNonNullElse(given.quantity(), 1L);
        validation
                .check(
                        given.tenantId() != null && DecisionRequest.isPrintable(given.tenantId()),
                        "context.tenantId",
                        "is needed")
                .check(isName(given.service()), "context.service", PlanNames.RULE)
                .check(isName(given.requiredFeature()), "context.requiredFeature", PlanNames.RULE)
                .check(isId(given.sessionId()), "context.sessionId", "is no id")
                .check(isId(given.userId()), "context.userId", "is no id")
                .check(isId(given.apiKeyId()), "context.apiKeyId", "is no id")
                .check(
                        given.userId() == null || given.apiKeyId() == null,
                        "context.apiKeyId",
                        "give userId or apiKeyId, not both")
                .check(
                        quantity >= 1 && quantity <= QuotaRequest.MOST,
                        "context.quantity",
                        "must be 1 to " + QuotaRequest.MOST)
                .check(isId(given.idempotencyKey()), "context.idempotencyKey", "must be 1 to 255 printable characters")
                .orRefuse();
        return new DecisionRequest(
                Objects.requireNonNull(wanted.action()),
                Objects.requireNonNull(given.tenantId()),
                given.service(),
                given.requiredFeature(),
                given.requiredRole(),
                quantity);
    }

    private static boolean isName(@Nullable String name) {
        return name == null || PlanNames.isAcceptable(name);
    }

    private static boolean isId(@Nullable String id) {
        return id == null || DecisionRequest.isPrintable(id);
    }
}
