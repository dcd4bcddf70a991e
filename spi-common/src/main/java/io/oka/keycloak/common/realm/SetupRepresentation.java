package io.oka.keycloak.common.realm;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far Oka is set up in a realm. */
@Schema(name = "Setup")
record SetupRepresentation(
        @Schema(description = "Whether Oka answers in this realm")
        boolean enabled,

        @Schema(description = "Audience that tokens need for Oka's endpoints", examples = "tenant-api")
        String audience,

        @Schema(description = "Which parts of the set-up are in place")
        Map<String, Boolean> parts) {}
