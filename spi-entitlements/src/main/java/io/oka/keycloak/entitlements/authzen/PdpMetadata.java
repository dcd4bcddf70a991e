package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Where a realm's decisions are to be had (AuthZEN, section "Policy Decision Point Metadata"). There are no capabilities in
 * it, since none are registered, and what has no value is left out.
 */
@JsonPropertyOrder({
    "policy_decision_point",
    "access_evaluation_endpoint",
    "access_evaluations_endpoint",
    "search_subject_endpoint",
    "search_resource_endpoint",
    "search_action_endpoint"
})
record PdpMetadata(
        @JsonProperty("policy_decision_point") String pdp,
        @JsonProperty("access_evaluation_endpoint") String evaluation,
        @JsonProperty("access_evaluations_endpoint") String evaluations,
        @JsonProperty("search_subject_endpoint") String searchSubject,
        @JsonProperty("search_resource_endpoint") String searchResource,
        @JsonProperty("search_action_endpoint") String searchAction) {

    /**
     * @param realmUrl the realm's address, which is what identifies it as a decision point
     */
    static PdpMetadata of(String realmUrl) {
        String root = realmUrl + "/" + AccessResourceProviderFactory.ROOT + "/";
        return new PdpMetadata(
                realmUrl,
                root + AccessResource.EVALUATION,
                root + AccessResource.EVALUATIONS,
                root + AccessResource.SUBJECTS,
                root + AccessResource.RESOURCES,
                root + AccessResource.ACTIONS);
    }
}
