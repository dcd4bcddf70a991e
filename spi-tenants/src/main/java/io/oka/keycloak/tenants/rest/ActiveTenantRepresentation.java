package io.oka.keycloak.tenants.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which tenant the next tokens are for. */
@Schema(name = "ActiveTenant", requiredProperties = "tenantId")
record ActiveTenantRepresentation(
        @Nullable String tenantId,

        @Schema(description = "Also for the login's other clients", defaultValue = "false") @Nullable
        Boolean everywhere) {}
