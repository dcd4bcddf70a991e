package io.oka.keycloak.sync.apply;

import io.oka.keycloak.entitlements.SubscriptionStatus;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a customer has bought: what an item of {@code subscription.upsert} holds as its data. */
@Schema(
        name = "SubscriptionUpsert",
        description = "What a customer has bought, as a whole. The item's code is the customer's")
public record SubscriptionUpsert(
        @Schema(
                description = "The other system's code of the plan, which is mapped; give this or tier",
                minLength = 1,
                maxLength = 255,
                examples = "P-100")
        @Nullable
        String plan,

        @Schema(
                description = "The plan itself; give this or plan",
                pattern = "^[A-Za-z0-9._-]{1,100}$",
                examples = "pro")
        @Nullable
        String tier,

        @Schema(defaultValue = "active") @Nullable SubscriptionStatus status,

        @Schema(
                description = "Without it the running period stays, or one begins. At most the capability"
                        + " maxPeriodDays ahead")
        @Nullable
        Instant currentPeriodEnd,

        @Schema(
                description = "Until when it gives access while past due; without it the plan's days count. At most the"
                        + " capability maxPeriodDays ahead")
        @Nullable
        Instant graceUntil,

        @Schema(description = "Without it, as it was") @Nullable
        Boolean cancelAtPeriodEnd) {}
