package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.tenants.TenantRole;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who is to be a member: exactly one of the three names a user. */
@Schema(name = "NewMember")
record NewMemberRepresentation(
        @Nullable String userId,
        @Nullable String username,
        @Nullable String email,
        @Schema(defaultValue = "member") @Nullable TenantRole role) {}
