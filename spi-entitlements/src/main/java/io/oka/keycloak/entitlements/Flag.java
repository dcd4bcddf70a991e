package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A feature flag, without the list of tenants that have it by name: that is kept with each tenant.
 *
 * @param active false kills it for everybody, whatever else is said
 * @param enabledTiers tiers that have it
 * @param rolloutPercentage how many in a hundred of the others have it
 * @param rolloutTiers the only tiers that it is rolled out to; null for all
 * @param offValue its value while it is off; null leaves that to the type
 * @param variants what it is while it is on; without any it is true
 * @param version rises with each change, its tenants' included
 */
public record Flag(
        String key,
        @Nullable String description,
        boolean active,
        Set<String> enabledTiers,
        int rolloutPercentage,
        @Nullable Set<String> rolloutTiers,
        FlagStickiness stickiness,
        @Nullable JsonNode offValue,
        List<FlagVariant> variants,
        FlagValueType valueType,
        long version) {

    public Flag {
        enabledTiers = Set.copyOf(enabledTiers);
        rolloutTiers = rolloutTiers == null ? null : Set.copyOf(rolloutTiers);
        variants = List.copyOf(variants);
    }

    /** What it is for those who do not have it. */
    public JsonNode valueWhenOff() {
        return offValue == null ? valueType.nothing() : offValue;
    }
}
