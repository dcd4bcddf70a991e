package io.oka.keycloak.common.realm;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The settings of all floors as one document. Here for the OpenAPI document alone: each floor declares its own
 * {@link RealmSetting}s.
 */
@Schema(name = "Settings")
record SettingsRepresentation(
        @Schema(description = "How many tenants one person may own", defaultValue = "5", minimum = "0") @Nullable
        Integer maxTenantsPerUser,

        @Schema(
                description = "Whether tenant admins may add people without asking them. It tells who exists and pulls"
                        + " them in",
                defaultValue = "false")
        @Nullable
        Boolean directAdd,

        @Schema(
                description = "The plan that a tenant goes on with once its subscription is cancelled; empty for none:"
                        + " then it loses access",
                defaultValue = "",
                examples = "free")
        @Nullable
        String fallbackTier) {}
