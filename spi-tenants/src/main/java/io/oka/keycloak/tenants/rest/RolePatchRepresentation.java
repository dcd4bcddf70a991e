package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.tenants.TenantRole;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A member's new role. */
@Schema(name = "RolePatch", requiredProperties = "role")
record RolePatchRepresentation(@Nullable TenantRole role) {}
