package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.entitlements.PlanService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks what operators write about plans. */
final class PlanInput {

    private static final int LONGEST_DISPLAY_NAME = 255;
    private static final int HIGHEST_RANK = 1_000_000;
    private static final int MOST_GRACE_DAYS = 3_650;
    private static final int MOST_NAMES = 200;
    private static final String NOT_NEGATIVE = "must not be negative";

    private PlanInput() {}

    /**
     * @param version of the plan that this replaces; 0 for a new one
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static Plan check(PlanRepresentation wanted, long version) {
        Validation validation = new Validation();
        String tier = Objects.requireNonNullElse(wanted.tier(), "");
        String displayName = Objects.requireNonNullElse(wanted.displayName(), tier);
        int graceDays = Objects.requireNonNullElse(wanted.graceDays(), 0);
        int rank = Objects.requireNonNullElse(wanted.rank(), 0);
        List<String> features = Objects.requireNonNullElse(wanted.features(), List.of());
        validation
                .check(PlanNames.isAcceptable(tier), "tier", PlanNames.RULE)
                .check(
                        !displayName.isBlank() && displayName.length() <= LONGEST_DISPLAY_NAME,
                        "displayName",
                        "must not be blank, and at most " + LONGEST_DISPLAY_NAME + " characters")
                .check(
                        wanted.rank() != null && rank >= -HIGHEST_RANK && rank <= HIGHEST_RANK,
                        "rank",
                        "is needed, and must be " + -HIGHEST_RANK + " to " + HIGHEST_RANK)
                .check(graceDays >= 0 && graceDays <= MOST_GRACE_DAYS, "graceDays", "must be 0 to " + MOST_GRACE_DAYS)
                .check(isLimit(wanted.quotaLimit()), "quotaLimit", NOT_NEGATIVE)
                .check(isLimit(wanted.keyLimit()), "keyLimit", NOT_NEGATIVE)
                .check(isLimit(wanted.memberLimit()), "memberLimit", NOT_NEGATIVE)
                .check(features.size() <= MOST_NAMES, "features", "must be at most " + MOST_NAMES)
                .check(
                        features.stream().allMatch(feature -> feature != null && PlanNames.isAcceptable(feature)),
                        "features",
                        PlanNames.RULE);
        Map<String, PlanService> services = services(wanted.services(), validation);
        validation.orRefuse();
        return new Plan(
                tier,
                displayName,
                rank,
                Boolean.TRUE.equals(wanted.selfService()),
                wanted.period(),
                graceDays,
                wanted.quotaLimit(),
                services,
                features.stream().distinct().sorted().toList(),
                wanted.keyLimit(),
                wanted.memberLimit(),
                version);
    }

    private static Map<String, PlanService> services(
            @Nullable Map<String, PlanServiceRepresentation> wanted, Validation validation) {
        Map<String, PlanService> services = new TreeMap<>();
        if (wanted != null) {
            validation.check(wanted.size() <= MOST_NAMES, "services", "must be at most " + MOST_NAMES);
            wanted.forEach((name, service) -> {
                validation
                        .check(PlanNames.isAcceptable(name), "services", "names " + PlanNames.RULE)
                        .check(service != null, "services." + name, "is needed")
                        .check(
                                service == null || isLimit(service.quotaLimit()),
                                "services." + name + ".quotaLimit",
                                NOT_NEGATIVE);
                if (service != null) {
                    services.put(name, new PlanService(!Boolean.FALSE.equals(service.enabled()), service.quotaLimit()));
                }
            });
        }
        return services;
    }

    private static boolean isLimit(@Nullable Number limit) {
        return limit == null || limit.longValue() >= 0;
    }
}
