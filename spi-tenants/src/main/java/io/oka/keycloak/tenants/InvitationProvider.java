package io.oka.keycloak.tenants;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Stores invitations, sees to it that each is mailed, and turns an accepted one into a membership. Every change is
 * published in the transaction that makes it. Callers are authorized before they come here.
 *
 * <p>What the state does not allow ends in a {@link io.oka.keycloak.common.problem.ConflictException}.
 */
public interface InvitationProvider extends Provider {

    /**
     * Invites; the mail goes out after this transaction has committed, and is tried again if the mail server is away.
     *
     * @param email as {@link EmailAddresses#normalize} gives it
     * @param invitedBy id of the user who asks; null for an operator
     * @throws io.oka.keycloak.common.problem.ConflictException {@code email_not_configured}, {@code already_member}, {@code
     *     already_invited} by an invitation that is pending, {@code invitation_limit_reached}, {@code tenant_deleted}
     */
    Invitation invite(TenantModel tenant, String email, TenantRole role, Duration validFor, @Nullable String invitedBy);

    @Nullable
    Invitation getInvitation(TenantModel tenant, String id);

    /**
     * Newest first.
     *
     * @param status null for all
     */
    List<Invitation> getInvitations(TenantModel tenant, @Nullable InvitationStatus status, int first, int max);

    long countInvitations(TenantModel tenant, @Nullable InvitationStatus status);

    /**
     * Mails it again, with a new link that lives as long as the first one was to; earlier links stop working.
     *
     * @return null if there is no such invitation
     * @throws io.oka.keycloak.common.problem.ConflictException {@code email_not_configured}, {@code invitation_accepted},
     *     {@code invitation_revoked}, {@code already_member}, {@code already_invited} by a newer one, {@code
     *     invitation_limit_reached} if it had expired, {@code tenant_deleted}
     * @throws io.oka.keycloak.common.problem.ProblemException 429 if its address has been mailed often enough for now
     */
    @Nullable
    Invitation resend(TenantModel tenant, String id);

    /**
     * Revoking twice is as good as once, and so is revoking what has expired.
     *
     * @return null if there is no such invitation
     * @throws io.oka.keycloak.common.problem.ConflictException {@code invitation_accepted}
     */
    @Nullable
    Invitation revoke(TenantModel tenant, String id);

    /**
     * What a link leads to; reads, and changes nothing, so that programs that look into mails do no harm.
     *
     * <p>An invitation to own the tenant is as good as its inviter's own right to appoint owners: once a member who invited
     * is no owner any more, or gone, it counts as revoked. Invitations to lower roles outlive whoever made them.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code invitation_not_found} (also in another realm),
     *     {@code invitation_accepted}, {@code invitation_revoked}, {@code invitation_expired}, {@code
     *     invitation_replaced} for the link of a mail before the last, {@code tenant_deleted}, {@code tenant_suspended}
     */
    OpenInvitation open(RealmModel realm, String invitationId, String linkId);

    /**
     * Makes the user a member, with the tenant held: seats count here. Somebody who is a member already keeps the higher
     * of the two roles, and takes no second seat. The caller has made sure that the user reads the address. Nothing of it
     * stays after a conflict.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException as {@link #open}, and {@code wrong_account} if the user's
     *     address is another, {@code member_limit_reached}, {@code organization_link_changed}
     */
    MemberDetails accept(RealmModel realm, String invitationId, String linkId, UserModel user);

    /** An invitation that can be accepted, and what it invites to. */
    record OpenInvitation(Invitation invitation, TenantModel tenant) {}
}
