package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.entitlements.Subscription;
import io.oka.keycloak.entitlements.SubscriptionStatus;
import java.time.Instant;
import java.util.Objects;

/** Subscriptions as rows, and back. */
final class SubscriptionRows {

    private SubscriptionRows() {}

    static Subscription read(SubscriptionEntity row) {
        return new Subscription(
                row.tier,
                Objects.requireNonNull(SubscriptionStatus.find(row.status)),
                row.currentPeriodEnd,
                row.anchorDay,
                row.cancelAtPeriodEnd,
                row.graceUntil,
                Columns.read(row.items, Columns.SWITCHES, "OKA_SUBSCRIPTION"));
    }

    static void write(Subscription subscription, SubscriptionEntity row, Instant now) {
        row.tier = subscription.tier();
        row.status = subscription.status().wireName();
        row.currentPeriodEnd = subscription.currentPeriodEnd();
        row.anchorDay = subscription.anchorDay();
        row.cancelAtPeriodEnd = subscription.cancelAtPeriodEnd();
        row.graceUntil = subscription.graceUntil();
        row.items = Json.writeText(subscription.items());
        // What is past due has been moved, unless it is to end for good.
        boolean moves = subscription.status() == SubscriptionStatus.ACTIVE
                || (subscription.status() == SubscriptionStatus.PAST_DUE && subscription.cancelAtPeriodEnd());
        row.dueAt = moves ? subscription.currentPeriodEnd() : null;
        row.updatedAt = now;
    }
}
