package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the one item of a {@code reconcile.snapshot} job holds as its data: members {@code snapshot} and {@code items} of
 * the job, as they were sent.
 */
public record SnapshotPage(
        @Nullable Range snapshot, @Nullable List<Entry> items) {

    /** Which part of what the other system has this is, and what it comes to. */
    @Schema(
            name = "SnapshotRange",
            requiredProperties = {"entity", "page", "count", "sha256"})
    public record Range(
            @Schema(
                    description =
                            "Of an open reconciliation of the agent's system. Without it the page belongs to the one"
                                    + " that is open, or opens one")
            @Nullable
            String reconciliationId,

            @Schema(enumeration = {"tenant", "subscription"}) @Nullable
            String entity,

            @Schema(description = "Counted from 0 for each entity", minimum = "0") @Nullable
            Integer page,

            @Schema(
                    description =
                            "The page holds the codes behind this one, in the order of their bytes in UTF-8. It is"
                                    + " the `upTo` of the page before; absent on page 0",
                    maxLength = 255)
            @Nullable
            String after,

            @Schema(
                    description = "Up to this code and with it, whether or not there is such a code; absent on the last"
                            + " page of the entity, which goes on to the end",
                    maxLength = 255)
            @Nullable
            String upTo,

            @Schema(description = "How many the other system has in this range", minimum = "0", maximum = "1000")
            @Nullable
            Integer count,

            @Schema(
                    description = "SHA-256, in lower-case hexadecimal, of their canonical lines",
                    pattern = "^[0-9a-f]{64}$")
            @Nullable
            String sha256,

            @Schema(description = "Says that it is the last page of all; can be true on a page without `upTo` only")
            @Nullable
            Boolean last) {}

    /** One that the other system has. */
    @Schema(
            name = "SnapshotEntry",
            requiredProperties = {"externalCode", "version", "data"})
    public record Entry(
            @Nullable String externalCode,
            @Nullable Long version,

            @Schema(
                    description =
                            "As for `tenant.upsert` or `subscription.upsert`; only the compared fields are looked at",
                    implementation = Object.class)
            @Nullable
            ObjectNode data) {}
}
