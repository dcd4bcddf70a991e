package io.oka.keycloak.tenants.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.tenants.MembershipAuthority;
import io.oka.keycloak.tenants.TenantModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tenant as operators see it. */
@Schema(name = "OperatorTenant")
record OperatorTenantRepresentation(
        @Schema(format = "uuid") String id,

        @Schema(description = "Unique in the realm", pattern = "^[a-z0-9-]{2,63}$", examples = "acme")
        String name,

        @Nullable String displayName,
        Map<String, List<String>> attributes,

        @Schema(description = "Units a month that override the plan's limit; null leaves it to the plan") @Nullable
        Long quotaLimit,

        @Schema(description = "The linked native Organization") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String organizationId,

        @Schema(
                description = "Which side of that link is right where the two differ",
                enumeration = {"tenant", "organization"})
        MembershipAuthority membershipAuthority,

        boolean suspended,

        @Schema(description = "Nobody owns it: appoint an owner")
        boolean ownerless,

        Instant createdAt,
        Instant updatedAt,

        @Schema(description = "When it was deleted; it is purged 30 days later")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Instant deletedAt) {

    static OperatorTenantRepresentation of(TenantModel tenant, boolean ownerless) {
        return new OperatorTenantRepresentation(
                tenant.getId(),
                tenant.getName(),
                tenant.getDisplayName(),
                tenant.getAttributes(),
                tenant.getQuotaLimit(),
                tenant.getOrganizationId(),
                tenant.getMembershipAuthority(),
                tenant.isSuspended(),
                ownerless,
                tenant.getCreatedAt(),
                tenant.getUpdatedAt(),
                tenant.getDeletedAt());
    }
}
