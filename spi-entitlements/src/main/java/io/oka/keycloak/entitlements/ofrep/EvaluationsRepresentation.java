package io.oka.keycloak.entitlements.ofrep;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What all flags are for whoever asks. */
@Schema(name = "FlagEvaluations")
record EvaluationsRepresentation(
        @Schema(description = "By key") List<EvaluationRepresentation> flags,

        @Schema(description = "`tenantId`, for which they were evaluated")
        Map<String, String> metadata) {}
