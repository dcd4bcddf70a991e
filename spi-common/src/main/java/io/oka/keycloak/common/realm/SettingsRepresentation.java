package io.oka.keycloak.common.realm;

import java.util.List;
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
                description = "Which scopes API keys may have: names, or beginnings of names followed by *",
                defaultValue = "[]",
                examples = "[\"documents:*\", \"usage:write\"]")
        @Nullable
        List<String> keyScopes,

        @Schema(
                description = "Whom API keys may address beside tenant-api: client ids, or beginnings of them followed"
                        + " by *",
                defaultValue = "[]")
        @Nullable
        List<String> keyAudiences,

        @Schema(
                description = "Public keys under which reports of leaked API keys are signed, such as those of GitHub's"
                        + " secret scanning",
                defaultValue = "[]")
        @Nullable
        List<LeakReportKey> leakReportKeys) {

    /** One of those keys. */
    @Schema(name = "LeakReportKey")
    record LeakReportKey(
            @Schema(description = "By which reports name it", required = true)
            String keyIdentifier,

            @Schema(description = "An ECDSA P-256 public key in PEM", required = true)
            String key) {}
}
