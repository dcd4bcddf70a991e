package io.oka.keycloak.webhooks.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is sent to take another secret. */
@Schema(name = "SecretRotation")
record SecretRotationRepresentation(
        @Schema(
                description = "How many hours the secret before signs as well",
                minimum = "0",
                maximum = "168",
                defaultValue = "24")
        @Nullable
        Integer overlapHours,

        @Schema(description = "24 to 64 bytes in Base64; without it one is made") @Nullable
        String secret) {

    /** Without what is secret. */
    @Override
    public String toString() {
        return "SecretRotationRepresentation[overlapHours=" + overlapHours + "]";
    }
}
