package io.oka.keycloak.sync.apply;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a customer has used elsewhere: what an item of {@code usage.import} holds as its data. */
@Schema(
        name = "UsageImport",
        description =
                "What a customer has used elsewhere. The item's code is the customer's; each use counts once by its"
                        + " idempotencyKey, whatever its version",
        requiredProperties = {"quantity", "idempotencyKey"})
public record UsageImport(
        @Schema(
                description = "The service itself; give this or serviceCode",
                pattern = "^[A-Za-z0-9._-]{1,100}$",
                examples = "documents")
        @Nullable
        String service,

        @Schema(
                description = "The other system's code of the service, which is mapped; give this or service",
                minLength = 1,
                maxLength = 255)
        @Nullable
        String serviceCode,

        @Schema(minLength = 1, maxLength = 100, examples = "convert") @Nullable
        String action,

        @Schema(
                description = "Units, at most the capability maxUsageQuantity. They count whatever the limits say",
                minimum = "1",
                maximum = "1000000000000",
                examples = "3")
        @Nullable
        Long quantity,

        @Schema(
                description = "Tells a repetition from another use of the customer, for 35 days",
                minLength = 1,
                maxLength = 255)
        @Nullable
        String idempotencyKey,

        @Schema(
                description = "When it was used: in this calendar month, in UTC; what was used in one that is over is"
                        + " refused with too_old. Without it, now")
        @Nullable
        Instant at) {}
