package io.oka.keycloak.entitlements.authzen;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The decisions of a batch, in its order; fewer than were asked for where the semantic ends it early. */
@Schema(name = "AccessEvaluations")
record EvaluationsRepresentation(List<EvaluationRepresentation> evaluations) {}
