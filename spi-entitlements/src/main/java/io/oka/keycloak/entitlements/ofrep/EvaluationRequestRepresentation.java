package io.oka.keycloak.entitlements.ofrep;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an OpenFeature provider sends. */
@Schema(name = "FlagEvaluationRequest")
record EvaluationRequestRepresentation(
        @Schema(
                description =
                        "The evaluation context: `tenantId` names the tenant; `targetingKey` names it too where it"
                                + " is the id of one, and otherwise whom flags of that stickiness go by. All else is passed over.",
                examples = "{\"targetingKey\": \"user-42\", \"tenantId\": \"6f1c7c8e-0a52-4a0b-9d5e-2f4b7c1d9e33\"}")
        Object context) {}
