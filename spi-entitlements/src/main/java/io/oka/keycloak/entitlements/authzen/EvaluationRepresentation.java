package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.decision.Decision;
import io.oka.keycloak.entitlements.rest.DecisionRepresentation;
import io.oka.keycloak.entitlements.rest.DecisionRepresentation.MetadataRepresentation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A decision in AuthZEN's form, which explains itself in its context. */
@Schema(name = "AccessEvaluation")
record EvaluationRepresentation(boolean decision, ContextRepresentation context) {

    static EvaluationRepresentation of(Decision decision) {
        DecisionRepresentation whole = DecisionRepresentation.of(decision);
        return new EvaluationRepresentation(
                decision.allowed(), new ContextRepresentation(decision.reason().wireName(), whole.metadata(), null));
    }

    /** A no that did not come to a decision, since nothing of its kind is known here. */
    static EvaluationRepresentation unknown(String reason) {
        return new EvaluationRepresentation(false, new ContextRepresentation(reason, null, null));
    }

    /** The no of one evaluation of a batch that could not be made. */
    static EvaluationRepresentation failed(Problem problem) {
        return new EvaluationRepresentation(
                false,
                new ContextRepresentation(
                        problem.code(), null, new ErrorRepresentation(problem.status(), ErrorMessages.of(problem))));
    }

    /** Why a decision is what it is. */
    @Schema(name = "AccessEvaluationContext")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ContextRepresentation(
            @Schema(
                    description =
                            "As `authorize` gives it; `unknown_subject_type` or `unknown_resource_type` for a type"
                                    + " that is not known here; of an evaluation in a batch that could not be made, the code of"
                                    + " what was wrong with it")
            String reason,

            @Schema(description = "What the decision went by; absent if there was none") @Nullable
            MetadataRepresentation metadata,

            @Schema(description = "Of an evaluation in a batch that could not be made") @Nullable
            ErrorRepresentation error) {}

    /** What was wrong with one evaluation of a batch. */
    @Schema(name = "AccessEvaluationError")
    record ErrorRepresentation(
            @Schema(description = "What it would have been refused with by itself")
            int status,

            String message) {}
}
