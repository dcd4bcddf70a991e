package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.entitlements.OverrideType;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.entitlements.Plans;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Checks what operators write about overrides. */
final class OverrideInput {

    private static final int LONGEST_REASON = 1_000;

    private OverrideInput() {}

    /**
     * @return the value as it is kept
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static String check(NewOverrideRepresentation wanted, Plans plans, RealmModel realm, Instant now) {
        Validation validation = new Validation();
        OverrideType type = wanted.type();
        String value = type == null ? null : value(type, wanted.value());
        validation
                .check(wanted.tenantId() != null, "tenantId", "is needed")
                .check(type != null, "type", "must be quota_boost, tier_upgrade or feature_grant")
                .check(
                        type == null || value != null,
                        "value",
                        type == OverrideType.QUOTA_BOOST ? "must be a number of units above zero" : PlanNames.RULE)
                .check(
                        type != OverrideType.TIER_UPGRADE || value == null || plans.get(realm, value) != null,
                        "value",
                        "names no plan of this realm")
                .check(
                        wanted.service() == null
                                || (type == OverrideType.QUOTA_BOOST && PlanNames.isAcceptable(wanted.service())),
                        "service",
                        "is for a quota_boost, and " + PlanNames.RULE)
                .check(
                        wanted.reason() != null
                                && !wanted.reason().isBlank()
                                && wanted.reason().length() <= LONGEST_REASON,
                        "reason",
                        "is needed, and must be at most " + LONGEST_REASON + " characters");
        checkFuture(validation, wanted.expiresAt(), now);
        validation.orRefuse();
        return Objects.requireNonNull(value);
    }

    static void checkFuture(Validation validation, @Nullable Instant expiresAt, Instant now) {
        validation.check(
                expiresAt == null || (expiresAt.isAfter(now) && Times.isStorable(expiresAt)),
                "expiresAt",
                "must be in the future");
    }

    private static @Nullable String value(OverrideType type, @Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (type == OverrideType.QUOTA_BOOST) {
            return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0
                    ? Long.toString(value.longValue())
                    : null;
        }
        return value.isTextual() && PlanNames.isAcceptable(value.textValue()) ? value.textValue() : null;
    }
}
