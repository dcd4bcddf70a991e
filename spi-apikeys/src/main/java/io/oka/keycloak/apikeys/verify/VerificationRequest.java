package io.oka.keycloak.apikeys.verify;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a verification. */
@Schema(name = "ApiKeyVerification")
record VerificationRequest(
        @Schema(description = "What was presented as a key", required = true) @Nullable
        String apiKey,

        @Schema(description = "Scopes separated by spaces, all of which the key must have") @Nullable
        String scope,

        @Schema(description = "The service whose limit counts too", examples = "documents") @Nullable
        String service,

        @Schema(
                description = "Units to consume if all else is well; without it nothing is counted",
                minimum = "1",
                maximum = "1000000000000")
        @Nullable
        Long quantity,

        @Schema(
                description = "From where the key came to the service. Without it a key that may be used only from"
                        + " some addresses is denied",
                examples = "203.0.113.7")
        @Nullable
        String ipAddress) {

    /** Without the key. */
    @Override
    public String toString() {
        return "VerificationRequest[scope=" + scope + ", service=" + service + ", quantity=" + quantity + "]";
    }
}
