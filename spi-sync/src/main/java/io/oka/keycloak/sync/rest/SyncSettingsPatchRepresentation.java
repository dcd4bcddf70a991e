package io.oka.keycloak.sync.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be changed of the settings. For the OpenAPI document: at each depth, what is absent stays and null is usual again. */
@Schema(name = "SyncSettingsPatch")
record SyncSettingsPatchRepresentation(
        @Schema(minimum = "1", maximum = "20") @Nullable Integer concurrency,

        @Schema(minimum = "1", maximum = "10000000") @Nullable
        Integer maxQueuedItems,

        @Schema(description = "Where alerts go; null for nowhere. As it was shown, it stays as it is", maxLength = 2048)
        @Nullable
        String alertUrl,

        @Nullable List<String> alertTargets,

        @Nullable Map<String, @Nullable Object> alerts,

        @Nullable Map<String, @Nullable Integer> breaker,

        @Nullable Map<String, @Nullable Object> reconciliation,

        @Nullable Map<String, @Nullable Integer> retentionDays) {}
