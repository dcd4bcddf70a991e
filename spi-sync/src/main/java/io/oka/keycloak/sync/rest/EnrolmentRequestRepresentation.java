package io.oka.keycloak.sync.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an agent sends to enrol. */
@Schema(
        name = "AgentEnrolment",
        requiredProperties = {"token", "name", "version"})
record EnrolmentRequestRepresentation(
        @Schema(description = "From the operator", examples = "oka_enrol_…") @Nullable
        String token,

        @Schema(description = "By which people know it", minLength = 1, maxLength = 255, examples = "erp-1") @Nullable
        String name,

        @Schema(description = "Of its software", minLength = 1, maxLength = 64, examples = "1.4.0") @Nullable
        String version) {

    /** Without what is secret. */
    @Override
    public String toString() {
        return "EnrolmentRequestRepresentation[name=" + name + "]";
    }
}
