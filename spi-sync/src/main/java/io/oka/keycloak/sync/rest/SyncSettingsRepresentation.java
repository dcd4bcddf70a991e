package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.SyncOptions;
import io.oka.keycloak.sync.SyncSettings;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The settings of sync as operators see them. */
@Schema(name = "SyncSettings")
record SyncSettingsRepresentation(
        @Schema(
                description = "How many items of the realm are applied at the same time, on all nodes together",
                minimum = "1",
                maximum = "20")
        int concurrency,

        @Schema(
                description = "How many items may wait before jobs are refused with 503",
                minimum = "1",
                maximum = "10000000")
        int maxQueuedItems,

        @Schema(
                description = "Where alerts are posted in Slack's form, `{\"text\": …}`. Shown without the part that"
                        + " is secret; absent if they go nowhere",
                examples = "https://hooks.slack.com/…")
        @Nullable
        String alertUrl,

        @Schema(description = "Addresses, ranges and hosts beside the public internet to which alerts may go")
        List<String> alertTargets,

        SyncSettings.Alerts alerts,
        SyncSettings.Breaker breaker,
        SyncSettings.Reconciliation reconciliation,

        @Schema(description = "For how many days each table is kept, by its name")
        Map<String, Integer> retentionDays) {

    /** Follows upon where an address leads. */
    private static final String HIDDEN = "/…";

    static SyncSettingsRepresentation of(SyncOptions.Stored stored) {
        SyncSettings settings = stored.settings();
        return new SyncSettingsRepresentation(
                settings.concurrency(),
                settings.maxQueuedItems(),
                masked(stored.alertOrigin()),
                settings.alertTargets(),
                settings.alerts(),
                settings.breaker(),
                settings.reconciliation(),
                settings.retentionDays());
    }

    static @Nullable String masked(@Nullable String origin) {
        return origin == null ? null : origin + HIDDEN;
    }
}
