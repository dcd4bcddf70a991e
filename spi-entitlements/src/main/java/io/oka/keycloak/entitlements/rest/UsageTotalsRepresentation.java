package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.entitlements.quota.UsageProvider;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was used in a time. */
@Schema(name = "UsageTotals")
record UsageTotalsRepresentation(
        @Schema(description = "A month, a day or an hour, in UTC", examples = "2026-11")
        String period,

        Instant from,
        @Schema(description = "Not included") Instant to,

        @Schema(description = "Units, of all items together")
        long quantity,

        @Schema(description = "Uses, of all items together") long events,
        List<Item> items) {

    static UsageTotalsRepresentation of(UsagePeriod period, List<UsageProvider.Total> totals) {
        return new UsageTotalsRepresentation(
                period.text(),
                period.from(),
                period.to(),
                totals.stream().mapToLong(UsageProvider.Total::quantity).sum(),
                totals.stream().mapToLong(UsageProvider.Total::events).sum(),
                totals.stream()
                        .map(total -> new Item(
                                total.service(), total.action(), total.apiKeyId(), total.quantity(), total.events()))
                        .toList());
    }

    /** Of one service, action and key. */
    @Schema(name = "UsageTotal")
    record Item(
            @Nullable String service,
            @Nullable String action,

            @Schema(description = "The first key of its family; null for uses without a key") @Nullable
            String apiKeyId,

            long quantity,
            long events) {}
}
