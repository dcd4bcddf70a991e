package io.oka.keycloak.apikeys.leak;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key that was found, as GitHub's secret scanning tells of it. Here for the OpenAPI document alone. */
@Schema(name = "LeakReport")
record LeakReport(
        @Schema(description = "What was found", required = true)
        String token,

        @Schema(description = "Passed over", examples = "oka_api_key") @Nullable
        String type,

        @Schema(description = "Passed over", format = "uri") @Nullable
        String url,

        @Schema(description = "Passed over", examples = "content") @Nullable
        String source) {

    /** Without what was found. */
    @Override
    public String toString() {
        return "LeakReport[" + type + "]";
    }
}
