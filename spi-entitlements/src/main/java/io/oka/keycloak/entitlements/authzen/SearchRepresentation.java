package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a search has found. The page comes first, as the standard advises. */
@Schema(name = "AccessSearchResult")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SearchRepresentation(
        @Schema(description = "Absent if nobody asked for pages and this is all") @Nullable
        PageRepresentation page,

        List<ResultRepresentation> results) {

    /** Where this page stands. */
    @Schema(name = "AccessSearchPage")
    record PageRepresentation(
            @Schema(description = "For the next page; empty after the last one") @JsonProperty("next_token")
            String nextToken,

            int count) {}

    /** A subject, a resource or an action. */
    @Schema(name = "AccessSearchEntity")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResultRepresentation(
            @Schema(description = "Of a subject or a resource") @Nullable
            String type,

            @Schema(description = "Of a subject or a resource") @Nullable
            String id,

            @Schema(description = "Of a resource: what an evaluation needs to know of it besides") @Nullable
            Map<String, String> properties,

            @Schema(description = "Of an action") @Nullable String name) {

        static ResultRepresentation subject(SubjectType type, String id) {
            return new ResultRepresentation(type.wireName(), id, null, null);
        }

        static ResultRepresentation service(String name, String tenantId) {
            return new ResultRepresentation(Question.SERVICE, name, Map.of("tenantId", tenantId), null);
        }

        static ResultRepresentation action(String name) {
            return new ResultRepresentation(null, null, null, name);
        }
    }
}
