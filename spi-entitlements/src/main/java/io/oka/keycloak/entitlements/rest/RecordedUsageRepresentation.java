package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.common.problem.ProblemDocument;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of a use. */
@Schema(name = "RecordedUsage")
record RecordedUsageRepresentation(
        @Schema(description = "Whether it is recorded, now or by an earlier request with its key")
        boolean recorded,

        @Schema(description = "Whether an earlier request with its key recorded it; the quota is that request's then")
        boolean duplicate,

        @Nullable QuotaRepresentation quota,

        @Schema(description = "Why it is not recorded; only in the answer to several")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        ProblemDocument problem) {

    static RecordedUsageRepresentation recorded(boolean duplicate, QuotaAnswer quota) {
        return new RecordedUsageRepresentation(true, duplicate, QuotaRepresentation.of(quota), null);
    }

    static RecordedUsageRepresentation refused(@Nullable QuotaAnswer quota, ProblemDocument problem) {
        return new RecordedUsageRepresentation(
                false, false, quota == null ? null : QuotaRepresentation.of(quota), problem);
    }
}
