package io.oka.keycloak.tenants.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.oka.keycloak.tenants.Invitation;
import io.oka.keycloak.tenants.InvitationStatus;
import io.oka.keycloak.tenants.TenantRole;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An invitation, without what its link is made of. */
@Schema(name = "Invitation")
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvitationRepresentation(
        String id,
        String email,
        TenantRole role,
        InvitationStatus status,

        @Schema(description = "The user who invited; absent for an operator, and once that user is deleted") @Nullable
        String invitedBy,

        Instant createdAt,
        Instant expiresAt,

        @Schema(description = "When the mail server last took the mail; absent until it has") @Nullable
        Instant sentAt,

        @Nullable Instant acceptedAt,

        @Schema(description = "The user who joined by it; absent once that user is deleted") @Nullable
        String acceptedBy) {

    static InvitationRepresentation of(Invitation invitation) {
        return new InvitationRepresentation(
                invitation.id(),
                invitation.email(),
                invitation.role(),
                invitation.status(),
                invitation.invitedBy(),
                invitation.createdAt(),
                invitation.expiresAt(),
                invitation.sentAt(),
                invitation.acceptedAt(),
                invitation.acceptedBy());
    }
}
