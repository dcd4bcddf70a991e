package io.oka.keycloak.tenants.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a person sends to make a tenant. */
@Schema(name = "NewTenant", requiredProperties = "name")
record NewTenantRepresentation(
        @Schema(pattern = "^[a-z0-9-]{2,63}$", examples = "acme") @Nullable
        String name,

        @Schema(maxLength = 255) @Nullable String displayName,
        @Nullable Map<String, List<String>> attributes) {}
