package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.tenants.TenantRole;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whom to invite. */
@Schema(name = "NewInvitation")
record NewInvitationRepresentation(
        @Schema(required = true, maxLength = 254, examples = "erin@example.com") @Nullable
        String email,

        @Schema(defaultValue = "member") @Nullable TenantRole role,

        @Schema(description = "Without it, the realm's setting invitationHours holds", minimum = "1", maximum = "720")
        @Nullable
        Integer expiresInHours) {}
