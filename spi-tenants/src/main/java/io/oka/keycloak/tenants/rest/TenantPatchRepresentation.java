package io.oka.keycloak.tenants.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What can be changed of a tenant. For the OpenAPI document: what is absent and what is null differ. */
@Schema(name = "TenantPatch")
record TenantPatchRepresentation(
        @Schema(pattern = "^[a-z0-9-]{2,63}$") @Nullable String name,
        @Nullable String displayName,
        @Nullable Map<String, List<String>> attributes) {}
