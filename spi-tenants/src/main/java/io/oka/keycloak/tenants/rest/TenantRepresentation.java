package io.oka.keycloak.tenants.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantRole;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tenant as its members see it. */
@Schema(name = "Tenant")
record TenantRepresentation(
        @Schema(format = "uuid") String id,

        @Schema(description = "Unique in the realm", pattern = "^[a-z0-9-]{2,63}$", examples = "acme")
        String name,

        @Nullable String displayName,
        Map<String, List<String>> attributes,

        @Schema(description = "Units a month that override the plan's limit; null leaves it to the plan") @Nullable
        Long quotaLimit,

        @Schema(description = "The linked native Organization") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String organizationId,

        @Schema(description = "Readable, but nothing can be changed and its keys do not exchange")
        boolean suspended,

        Instant createdAt,
        Instant updatedAt,
        @Schema(description = "The caller's role") TenantRole role) {

    static TenantRepresentation of(TenantModel tenant, TenantRole role) {
        return new TenantRepresentation(
                tenant.getId(),
                tenant.getName(),
                tenant.getDisplayName(),
                tenant.getAttributes(),
                tenant.getQuotaLimit(),
                tenant.getOrganizationId(),
                tenant.isSuspended(),
                tenant.getCreatedAt(),
                tenant.getUpdatedAt(),
                role);
    }
}
