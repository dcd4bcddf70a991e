package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagValueType;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A flag as operators read and write it. */
@Schema(name = "Flag")
record FlagRepresentation(
        @Schema(
                description = "Its name in the realm, which never changes",
                pattern = "^[A-Za-z0-9._-]{1,100}$",
                examples = "new-dashboard")
        @Nullable
        String key,

        @Nullable String description,

        @Schema(description = "False kills it for everybody, whatever else is said", defaultValue = "true") @Nullable
        Boolean active,

        @Schema(description = "Tiers that have it") @Nullable
        List<String> enabledTiers,

        @Schema(description = "Ids of tenants that have it") @Nullable
        List<String> enabledTenants,

        @Schema(
                description = "How many in a hundred of the others have it",
                minimum = "0",
                maximum = "100",
                defaultValue = "0")
        @Nullable
        Integer rolloutPercentage,

        @Schema(description = "The only tiers that it is rolled out to; null for all") @Nullable
        List<String> rolloutTiers,

        @Schema(description = "Who always falls on the same side of a rollout", defaultValue = "tenant") @Nullable
        FlagStickiness stickiness,

        @Schema(
                description = "What it is while it is off: a value of its type",
                oneOf = {Boolean.class, String.class, Double.class, Object.class})
        @Nullable
        JsonNode offValue,

        @Schema(description = "What it is while it is on; without any it is true") @Nullable
        List<FlagVariantRepresentation> variants,

        @Schema(description = "What its values are", defaultValue = "boolean") @Nullable
        FlagValueType valueType) {

    static FlagRepresentation of(Flag flag, List<String> enabledTenants) {
        return new FlagRepresentation(
                flag.key(),
                flag.description(),
                flag.active(),
                List.copyOf(new TreeSet<>(flag.enabledTiers())),
                enabledTenants,
                flag.rolloutPercentage(),
                flag.rolloutTiers() == null ? null : List.copyOf(new TreeSet<>(flag.rolloutTiers())),
                flag.stickiness(),
                flag.offValue(),
                flag.variants().stream()
                        .map(variant ->
                                new FlagVariantRepresentation(variant.name(), variant.weight(), variant.value()))
                        .toList(),
                flag.valueType());
    }
}
