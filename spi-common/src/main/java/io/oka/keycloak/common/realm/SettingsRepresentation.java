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
                description = "How many sessions a person may have at once of one service in one tenant. With one, a"
                        + " newer login to the service ends the older session",
                defaultValue = "many",
                enumeration = {"one", "many"})
        @Nullable
        String sessionsPerService,

        @Schema(
                description = "Id of the client at whose base URL people end who have accepted an invitation",
                defaultValue = "account-console",
                maxLength = 255)
        @Nullable
        String invitationClient,

        @Schema(
                description = "How many hours an invitation is good for where whoever invites does not say",
                defaultValue = "72",
                minimum = "1",
                maximum = "720")
        @Nullable
        Integer invitationHours,

        @Schema(
                description = "How many invitations of one tenant may be waiting to be accepted",
                defaultValue = "200",
                minimum = "0")
        @Nullable
        Integer maxPendingInvitations,

        @Schema(
                description = "How many invitations one tenant may make in an hour",
                defaultValue = "100",
                minimum = "1")
        @Nullable
        Integer maxInvitationsPerHour,

        @Schema(
                description = "The plan that a tenant goes on with once its subscription is cancelled; empty for none:"
                        + " then it loses access",
                defaultValue = "",
                examples = "free")
        @Nullable
        String fallbackTier,

        @Schema(
                description = "At how many percent of a limit quota.warning is raised; 0 for never",
                defaultValue = "80",
                minimum = "0",
                maximum = "100")
        @Nullable
        Integer quotaWarningPercent,

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
        List<LeakReportKey> leakReportKeys,

        @Schema(
                description = "How many webhook endpoints one tenant may have",
                defaultValue = "20",
                minimum = "0",
                maximum = "1000")
        @Nullable
        Integer maxWebhooksPerTenant,

        @Schema(
                description = "What webhooks of tenants may reach beside the public internet, and over plain HTTP:"
                        + " addresses, ranges, names of hosts",
                defaultValue = "[]",
                maxItems = 100,
                examples = "[\"10.1.0.0/16\", \"hooks.internal\"]")
        @Nullable
        List<String> tenantTargets,

        @Schema(
                description = "The same for webhooks of the realm's own, which operators keep",
                defaultValue = "[]",
                maxItems = 100)
        @Nullable
        List<String> operatorTargets,

        @Schema(
                description =
                        "Whether webhooks may go over plain HTTP to anywhere, and not only to what the lists name",
                defaultValue = "false")
        @Nullable
        Boolean plainWebhooks) {

    /** One of those keys. */
    @Schema(name = "LeakReportKey")
    record LeakReportKey(
            @Schema(description = "By which reports name it", required = true)
            String keyIdentifier,

            @Schema(description = "An ECDSA P-256 public key in PEM", required = true)
            String key) {}
}
