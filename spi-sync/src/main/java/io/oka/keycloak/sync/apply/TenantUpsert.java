package io.oka.keycloak.sync.apply;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A customer as the other system has it: what an item of {@code tenant.upsert} holds as its data. */
@Schema(
        name = "TenantUpsert",
        description = "A customer as the other system has it. What is left out stays as it is here")
public record TenantUpsert(
        @Schema(
                description = "Part of addresses and tokens; needed where the customer becomes a tenant",
                pattern = "^[a-z0-9-]{2,63}$")
        @Nullable
        String name,

        @Schema(description = "Null takes it away", maxLength = 255, nullable = true) @Nullable
        String displayName,

        @Schema(description = "All of them: what is not among them goes") @Nullable
        Map<String, List<String>> attributes,

        @Schema(
                description =
                        "Units a month, at most the capability maxQuotaLimit. To take the limit away, and leave it"
                                + " to the plan, is for operators",
                minimum = "0",
                nullable = true)
        @Nullable
        Long quotaLimit,

        @Schema(description = "To change it needs the capability suspendTenants") @Nullable
        Boolean suspended,

        @Schema(
                description = "True deletes the tenant, and nothing else of the item counts; false, or to leave it out,"
                        + " brings back what this system deleted. Both need the capability deleteTenants",
                defaultValue = "false")
        @Nullable
        Boolean deleted,

        @Schema(
                description = "Who owns it first, if the customer becomes a tenant; of no effect later",
                maxLength = 255)
        @Nullable
        String ownerUsername,

        @Schema(description = "The same by a verified e-mail address; give one of the two", maxLength = 254) @Nullable
        String ownerEmail) {

    boolean isDeleted() {
        return Boolean.TRUE.equals(deleted);
    }

    boolean namesOwner() {
        return ownerUsername != null || ownerEmail != null;
    }
}
