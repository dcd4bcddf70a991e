package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.entitlements.EntitlementSnapshot;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.SubscriptionState;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tenant's subscription as it stands at this moment. */
@Schema(name = "Subscription")
record SubscriptionRepresentation(
        @Schema(format = "uuid") String tenantId,

        @Schema(description = "The plan that is subscribed to", examples = "pro") @Nullable
        String tier,

        @Schema(description = "The plan in force, overrides included; null for a subscription that gives no access")
        @Nullable
        String effectiveTier,

        SubscriptionStatus status,

        @Schema(description = "Null for a plan without period, which never ends") @Nullable
        Instant currentPeriodEnd,

        @Schema(description = "Whether it is cancelled when its period ends")
        boolean cancelAtPeriodEnd,

        @Schema(description = "Until when it gives access while past due") @Nullable
        Instant graceUntil,

        @Schema(description = "The services of the plan in force")
        List<SubscriptionItemRepresentation> items) {

    static SubscriptionRepresentation of(String tenantId, EntitlementSnapshot snapshot, Instant now) {
        SubscriptionState state = snapshot.subscription(now);
        Plan bought = state.bought();
        return new SubscriptionRepresentation(
                tenantId,
                bought == null ? null : bought.tier(),
                state.effectiveTier(),
                state.status(),
                state.currentPeriodEnd(),
                state.cancelAtPeriodEnd(),
                state.graceUntil(),
                snapshot.items(now).entrySet().stream()
                        .map(item -> new SubscriptionItemRepresentation(item.getKey(), item.getValue()))
                        .toList());
    }
}
