package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.apply.SubscriptionCancel;
import io.oka.keycloak.sync.apply.SubscriptionUpsert;
import io.oka.keycloak.sync.apply.TenantUpsert;
import io.oka.keycloak.sync.apply.UsageImport;
import io.oka.keycloak.sync.reconcile.SnapshotPage;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What jobs of each type look like. For the OpenAPI document: they are read by {@link JobInput}, item by item. */
final class JobSchemas {

    private static final String CODE = "The customer, as the other system calls it";
    private static final String VERSION =
            "Rises with each change of the customer there; an older one than was applied before is skipped";

    private JobSchemas() {}

    /** Customers. */
    @Schema(
            name = "TenantUpsertJob",
            requiredProperties = {"type", "items"})
    record TenantUpsertJob(
            @Schema(enumeration = "tenant.upsert") String type, List<TenantUpsertItem> items) {}

    /** A customer. */
    @Schema(
            name = "TenantUpsertItem",
            requiredProperties = {"externalCode", "version", "data"})
    record TenantUpsertItem(
            @Schema(description = CODE, minLength = 1, maxLength = 255)
            String externalCode,

            @Schema(description = VERSION, minimum = "0", maximum = "9007199254740992")
            long version,

            TenantUpsert data) {}

    /** What customers have bought. */
    @Schema(
            name = "SubscriptionUpsertJob",
            requiredProperties = {"type", "items"})
    record SubscriptionUpsertJob(
            @Schema(enumeration = "subscription.upsert") String type, List<SubscriptionUpsertItem> items) {}

    /** What a customer has bought. */
    @Schema(
            name = "SubscriptionUpsertItem",
            requiredProperties = {"externalCode", "version", "data"})
    record SubscriptionUpsertItem(
            @Schema(description = CODE, minLength = 1, maxLength = 255)
            String externalCode,

            @Schema(description = VERSION, minimum = "0", maximum = "9007199254740992")
            long version,

            SubscriptionUpsert data) {}

    /** What customers have cancelled. */
    @Schema(
            name = "SubscriptionCancelJob",
            requiredProperties = {"type", "items"})
    record SubscriptionCancelJob(
            @Schema(enumeration = "subscription.cancel") String type, List<SubscriptionCancelItem> items) {}

    /** What a customer has cancelled. */
    @Schema(
            name = "SubscriptionCancelItem",
            requiredProperties = {"externalCode", "version", "data"})
    record SubscriptionCancelItem(
            @Schema(description = CODE, minLength = 1, maxLength = 255)
            String externalCode,

            @Schema(description = VERSION, minimum = "0", maximum = "9007199254740992")
            long version,

            SubscriptionCancel data) {}

    /** What customers have used elsewhere. */
    @Schema(
            name = "UsageImportJob",
            requiredProperties = {"type", "items"})
    record UsageImportJob(
            @Schema(enumeration = "usage.import") String type, List<UsageImportItem> items) {}

    /** What a customer has used elsewhere. */
    @Schema(
            name = "UsageImportItem",
            requiredProperties = {"externalCode", "version", "data"})
    record UsageImportItem(
            @Schema(description = CODE, minLength = 1, maxLength = 255)
            String externalCode,

            @Schema(
                    description = "In whose order it is recorded; what counts once it is by its idempotencyKey",
                    minimum = "0",
                    maximum = "9007199254740992")
            long version,

            UsageImport data) {}

    /** A page of all that the other system has, to be compared. */
    @Schema(
            name = "SnapshotJob",
            requiredProperties = {"type", "snapshot"})
    record SnapshotJob(
            @Schema(enumeration = "reconcile.snapshot") String type,
            SnapshotPage.Range snapshot,

            @Schema(
                    description = "What is in the page; left out at first, and sent once the job answered"
                            + " `items_wanted`")
            @Nullable
            List<SnapshotPage.Entry> items) {}
}
