package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.entitlements.BillingPeriod;
import io.oka.keycloak.entitlements.Plan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A plan as operators read and write it. */
@Schema(name = "Plan")
record PlanRepresentation(
        @Schema(
                description = "Its name in the realm, which never changes",
                pattern = "^[A-Za-z0-9._-]{1,100}$",
                examples = "pro")
        @Nullable
        String tier,

        @Schema(description = "The tier's name for people; the tier itself if absent") @Nullable
        String displayName,

        @Schema(description = "Which of two plans is the higher one; a new tenant starts on the lowest") @Nullable
        Integer rank,

        @Schema(description = "Whether tenant admins may move to it by themselves", defaultValue = "false") @Nullable
        Boolean selfService,

        @Schema(description = "For how long it is bought at a time; a plan without period never ends") @Nullable
        BillingPeriod period,

        @Schema(
                description = "How long access goes on after a period has ended without renewal",
                minimum = "0",
                defaultValue = "0")
        @Nullable
        Integer graceDays,

        @Schema(description = "Units a month of all services together; null for any number", minimum = "0") @Nullable
        Long quotaLimit,

        @Schema(description = "By name") @Nullable Map<String, PlanServiceRepresentation> services,

        @Schema(description = "What is had on it") @Nullable List<String> features,

        @Schema(description = "How many API keys; null for any number", minimum = "0") @Nullable
        Integer keyLimit,

        @Schema(description = "How many members; null for any number", minimum = "0") @Nullable
        Integer memberLimit) {

    static PlanRepresentation of(Plan plan) {
        Map<String, PlanServiceRepresentation> services = new TreeMap<>();
        plan.services()
                .forEach((name, service) ->
                        services.put(name, new PlanServiceRepresentation(service.enabled(), service.quotaLimit())));
        return new PlanRepresentation(
                plan.tier(),
                plan.displayName(),
                plan.rank(),
                plan.selfService(),
                plan.period(),
                plan.graceDays(),
                plan.quotaLimit(),
                services,
                plan.features(),
                plan.keyLimit(),
                plan.memberLimit());
    }
}
