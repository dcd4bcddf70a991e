package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagValueType;
import io.oka.keycloak.entitlements.FlagVariant;
import io.oka.keycloak.entitlements.PlanNames;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what operators write about flags. */
final class FlagInput {

    static final int MOST_TENANTS = 1_000;

    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final int MOST_TIERS = 100;
    private static final int MOST_VARIANTS = 50;
    private static final int LARGEST_WEIGHT = 1_000_000;
    private static final int MOST_VALUE_CHARACTERS = 32 * 1024;

    private FlagInput() {}

    /**
     * @param version of the flag that this replaces; 0 for a new one
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static Flag check(FlagRepresentation wanted, long version) {
        Validation validation = new Validation();
        String key = Objects.requireNonNullElse(wanted.key(), "");
        int percentage = Objects.requireNonNullElse(wanted.rolloutPercentage(), 0);
        FlagValueType type = Objects.requireNonNullElse(wanted.valueType(), FlagValueType.BOOLEAN);
        JsonNode offValue = present(wanted.offValue());
        validation
                .check(PlanNames.isAcceptable(key), "key", PlanNames.RULE)
                .check(
                        wanted.description() == null || wanted.description().length() <= LONGEST_DESCRIPTION,
                        "description",
                        "must be at most " + LONGEST_DESCRIPTION + " characters")
                .check(percentage >= 0 && percentage <= 100, "rolloutPercentage", "must be 0 to 100")
                .check(
                        offValue == null || type.admits(offValue),
                        "offValue",
                        "must be a value of type " + type.wireName());
        List<FlagVariantRepresentation> variants = Objects.requireNonNullElse(wanted.variants(), List.of());
        checkVariants(validation, variants, type);
        checkTiers(validation, "enabledTiers", wanted.enabledTiers());
        checkTiers(validation, "rolloutTiers", wanted.rolloutTiers());
        List<String> tenants = Objects.requireNonNullElse(wanted.enabledTenants(), List.of());
        validation
                .check(tenants.size() <= MOST_TENANTS, "enabledTenants", "must be at most " + MOST_TENANTS)
                .check(tenants.stream().allMatch(Objects::nonNull), "enabledTenants", "must be ids")
                .orRefuse();
        return new Flag(
                key,
                wanted.description(),
                !Boolean.FALSE.equals(wanted.active()),
                Set.copyOf(Objects.requireNonNullElse(wanted.enabledTiers(), List.of())),
                percentage,
                wanted.rolloutTiers() == null ? null : Set.copyOf(wanted.rolloutTiers()),
                Objects.requireNonNullElse(wanted.stickiness(), FlagStickiness.TENANT),
                offValue,
                variants.stream()
                        .map(variant -> new FlagVariant(
                                Objects.requireNonNull(variant.name()),
                                Objects.requireNonNullElse(variant.weight(), 1),
                                Objects.requireNonNull(variant.value())))
                        .toList(),
                type,
                version);
    }

    private static void checkVariants(
            Validation validation, List<FlagVariantRepresentation> variants, FlagValueType type) {
        validation
                .check(variants.size() <= MOST_VARIANTS, "variants", "must be at most " + MOST_VARIANTS)
                .check(
                        type == FlagValueType.BOOLEAN || !variants.isEmpty(),
                        "variants",
                        "are needed for values that are not boolean");
        Set<String> names = new HashSet<>();
        long sum = 0;
        for (int i = 0; i < variants.size(); i++) {
            String field = "variants[" + i + "]";
            FlagVariantRepresentation variant = variants.get(i);
            if (variant == null) {
                validation.check(false, field, "is needed");
                continue;
            }
            int weight = Objects.requireNonNullElse(variant.weight(), 1);
            JsonNode value = present(variant.value());
            validation
                    .check(
                            variant.name() != null && PlanNames.isAcceptable(variant.name()),
                            field + ".name",
                            PlanNames.RULE)
                    .check(names.add(String.valueOf(variant.name())), field + ".name", "stands twice")
                    .check(weight >= 0 && weight <= LARGEST_WEIGHT, field + ".weight", "must be 0 to " + LARGEST_WEIGHT)
                    .check(
                            value != null && type.admits(value),
                            field + ".value",
                            "must be a value of type " + type.wireName());
            sum += weight;
        }
        validation
                .check(variants.isEmpty() || sum > 0, "variants", "must have some weight")
                .check(
                        Json.writeText(variants).length() <= MOST_VALUE_CHARACTERS,
                        "variants",
                        "must be at most " + MOST_VALUE_CHARACTERS + " characters together");
    }

    private static void checkTiers(Validation validation, String field, @Nullable List<String> tiers) {
        if (tiers != null) {
            validation
                    .check(tiers.size() <= MOST_TIERS, field, "must be at most " + MOST_TIERS)
                    .check(
                            tiers.stream().allMatch(tier -> tier != null && PlanNames.isAcceptable(tier)),
                            field,
                            PlanNames.RULE)
                    .check(new HashSet<>(tiers).size() == tiers.size(), field, "must not hold one twice");
        }
    }

    private static @Nullable JsonNode present(@Nullable JsonNode value) {
        return value == null || value.isNull() ? null : value;
    }
}
