package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.oka.keycloak.tenants.TenantRole;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What may be sent, for the OpenAPI document alone: what comes is read by {@link Question}, which passes over members that
 * it does not know.
 */
final class AccessRequests {

    private AccessRequests() {}

    /** Who. */
    @Schema(name = "AccessSubject")
    record SubjectRepresentation(
            @Schema(examples = "user", description = "`user`, `api_key` or `tenant`")
            String type,

            @Schema(description = "The id of the user, the key or the tenant")
            String id) {}

    /** Who is searched for. */
    @Schema(name = "AccessSearchedSubject")
    record SearchedSubjectRepresentation(
            @Schema(examples = "user", description = "`user`, `api_key` or `tenant`")
            String type) {}

    /** What is to be done. */
    @Schema(name = "AccessAction")
    record ActionRepresentation(
            @Schema(examples = "documents:read", description = "A key's scopes are checked against it")
            String name) {}

    /** With what. */
    @Schema(name = "AccessResourceEntity")
    record ResourceRepresentation(
            @Schema(examples = "service") String type,
            @Schema(examples = "documents") String id,
            @Nullable PropertiesRepresentation properties) {}

    /** With what of its kind. */
    @Schema(name = "AccessSearchedResource")
    record SearchedResourceRepresentation(
            @Schema(examples = "service") String type,
            @Nullable PropertiesRepresentation properties) {}

    /** What is known of a service. */
    @Schema(name = "AccessResourceProperties")
    record PropertiesRepresentation(
            @Schema(description = "Whose service it is; needed here or in the context")
            String tenantId) {}

    /** What is asked besides. */
    @Schema(name = "AccessContext")
    record ContextRepresentation(
            @Schema(description = "The tenant, where the resource does not name it") @Nullable
            String tenantId,

            @Schema(description = "The claim `sid` of the subject's token, for a user") @Nullable
            String sessionId,

            @Nullable String requiredFeature,
            @Nullable TenantRole requiredRole,

            @Schema(description = "How many units it would use", minimum = "1", defaultValue = "1") @Nullable
            Long quantity) {}

    /** One question. */
    @Schema(name = "AccessEvaluationRequest")
    record EvaluationRequest(
            SubjectRepresentation subject,
            ActionRepresentation action,
            ResourceRepresentation resource,
            @Nullable ContextRepresentation context) {}

    /** Many questions. */
    @Schema(name = "AccessEvaluationsRequest")
    record EvaluationsRequest(
            @Schema(description = "Of each that has none of its own") @Nullable
            SubjectRepresentation subject,

            @Schema(description = "Of each that has none of its own") @Nullable
            ActionRepresentation action,

            @Schema(description = "Of each that has none of its own") @Nullable
            ResourceRepresentation resource,

            @Schema(description = "Of each that has none of its own") @Nullable
            ContextRepresentation context,

            @Schema(maxItems = Evaluations.MOST) @Nullable List<PartialRequest> evaluations,

            @Nullable OptionsRepresentation options) {}

    /** One of many questions. */
    @Schema(name = "AccessEvaluationItem")
    record PartialRequest(
            @Nullable SubjectRepresentation subject,
            @Nullable ActionRepresentation action,
            @Nullable ResourceRepresentation resource,
            @Nullable ContextRepresentation context) {}

    /** How many questions are answered. */
    @Schema(name = "AccessEvaluationsOptions")
    record OptionsRepresentation(
            @Schema(
                    enumeration = {"execute_all", "deny_on_first_deny", "permit_on_first_permit"},
                    defaultValue = "execute_all")
            @JsonProperty("evaluations_semantic")
            @Nullable
            String evaluationsSemantic) {}

    /** Who may? */
    @Schema(name = "AccessSubjectSearchRequest")
    record SubjectSearchRequest(
            SearchedSubjectRepresentation subject,
            ActionRepresentation action,
            ResourceRepresentation resource,
            @Nullable ContextRepresentation context,
            @Nullable PageRequest page) {}

    /** With which? */
    @Schema(name = "AccessResourceSearchRequest")
    record ResourceSearchRequest(
            SubjectRepresentation subject,
            ActionRepresentation action,
            SearchedResourceRepresentation resource,
            @Nullable ContextRepresentation context,
            @Nullable PageRequest page) {}

    /** What? */
    @Schema(name = "AccessActionSearchRequest")
    record ActionSearchRequest(
            SubjectRepresentation subject,
            ResourceRepresentation resource,
            @Nullable ContextRepresentation context,
            @Nullable PageRequest page) {}

    /** Which part of what is found. */
    @Schema(name = "AccessSearchPageRequest")
    record PageRequest(
            @Schema(description = "The `next_token` of the page before; all else must stay the same") @Nullable
            String token,

            @Schema(minimum = "0", defaultValue = "100", description = "At most 100 are given at once") @Nullable
            Integer limit) {}
}
