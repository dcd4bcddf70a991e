package io.oka.keycloak.entitlements.jpa;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagValueType;
import io.oka.keycloak.entitlements.FlagVariant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Flags as rows, and back. */
final class FlagRows {

    private static final String TABLE = "OKA_FLAG";
    private static final TypeReference<List<FlagVariant>> VARIANTS = new TypeReference<>() {};
    private static final TypeReference<JsonNode> VALUE = new TypeReference<>() {};

    private FlagRows() {}

    static Flag read(FlagEntity row) {
        return new Flag(
                row.flagKey,
                row.description,
                row.active,
                Columns.read(row.enabledTiers, Columns.TEXT_SET, TABLE),
                row.rolloutPercentage,
                row.rolloutTiers == null ? null : Columns.read(row.rolloutTiers, Columns.TEXT_SET, TABLE),
                Objects.requireNonNull(FlagStickiness.find(row.stickiness)),
                row.offValue == null ? null : Columns.read(row.offValue, VALUE, TABLE),
                Columns.read(row.variants, VARIANTS, TABLE),
                Objects.requireNonNull(FlagValueType.find(row.valueType)),
                row.version);
    }

    static void write(Flag flag, FlagEntity row) {
        row.description = flag.description();
        row.active = flag.active();
        row.enabledTiers = Json.writeText(new TreeSet<>(flag.enabledTiers()));
        row.rolloutPercentage = flag.rolloutPercentage();
        row.rolloutTiers = flag.rolloutTiers() == null ? null : Json.writeText(new TreeSet<>(flag.rolloutTiers()));
        row.stickiness = flag.stickiness().wireName();
        row.offValue = flag.offValue() == null ? null : Json.writeText(flag.offValue());
        row.variants = Json.writeText(flag.variants());
        row.valueType = flag.valueType().wireName();
    }
}
