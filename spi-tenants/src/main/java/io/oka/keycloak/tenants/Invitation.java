package io.oka.keycloak.tenants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a tenant asked whoever reads an address to become a member.
 *
 * @param email the address in lower case, as Keycloak keeps them
 * @param role what they will be
 * @param status as it is at this moment: one that is past its time is expired, whether or not that has been recorded
 * @param invitedBy id of the user who asked; null for an operator
 * @param expiresAt when the link in the mail stops working
 * @param sentAt when the mail was last handed to the mail server; null until then
 * @param acceptedBy id of the user who joined by it
 * @param linkId names the link that was mailed last; each resend makes a new one, and the ones before no longer work
 */
public record Invitation(
        String id,
        String tenantId,
        String email,
        TenantRole role,
        InvitationStatus status,
        @Nullable String invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant sentAt,
        @Nullable Instant acceptedAt,
        @Nullable String acceptedBy,
        String linkId) {}
