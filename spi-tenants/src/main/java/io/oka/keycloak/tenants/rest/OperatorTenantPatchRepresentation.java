package io.oka.keycloak.tenants.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What operators can change of a tenant. For the OpenAPI document: what is absent and what is null differ. */
@Schema(name = "OperatorTenantPatch")
record OperatorTenantPatchRepresentation(
        @Schema(pattern = "^[a-z0-9-]{2,63}$") @Nullable String name,
        @Nullable String displayName,
        @Nullable Map<String, List<String>> attributes,
        @Schema(minimum = "0") @Nullable Long quotaLimit,

        @Schema(description = "The native Organization to link with; null ends the link") @Nullable
        String organizationId,

        @Schema(
                description = "Which side of the link is right where the two differ",
                enumeration = {"tenant", "organization"},
                defaultValue = "tenant")
        @Nullable
        String membershipAuthority) {}
