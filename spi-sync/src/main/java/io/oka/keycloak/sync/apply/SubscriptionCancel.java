package io.oka.keycloak.sync.apply;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A customer has cancelled: what an item of {@code subscription.cancel} holds as its data. */
@Schema(name = "SubscriptionCancel", description = "A customer has cancelled. The item's code is the customer's")
public record SubscriptionCancel(
        @Schema(description = "Whether it goes on until its period ends", defaultValue = "false") @Nullable
        Boolean atPeriodEnd) {

    boolean isAtPeriodEnd() {
        return Boolean.TRUE.equals(atPeriodEnd);
    }
}
