package io.oka.keycloak.tenants.rest;

import io.oka.keycloak.tenants.MemberDetails;
import io.oka.keycloak.tenants.TenantRole;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A member of a tenant. */
@Schema(name = "Member")
record MemberRepresentation(
        String userId,
        @Nullable String username,
        @Nullable String email,
        @Nullable String firstName,
        @Nullable String lastName,
        TenantRole role,

        @Schema(description = "Since when the user is a member")
        Instant createdAt) {

    static MemberRepresentation of(MemberDetails member) {
        return new MemberRepresentation(
                member.userId(),
                member.username(),
                member.email(),
                member.firstName(),
                member.lastName(),
                member.role(),
                member.createdAt());
    }
}
