package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.tenants.InvitationStatus;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What stands in the way of inviting somebody, or of accepting. */
record InvitationGate(KeycloakSession session, TenantProvider tenants, InvitationRows rows) {

    private static final Duration PACE = Duration.ofMinutes(12);
    private static final int BURST = 5;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Holds the tenant, in which nobody of this address is a member and which can have invitations. */
    void holdForNew(TenantModel tenant, String email) {
        // Before the lock: this may ask a directory elsewhere.
        UserModel user = onlyUser(tenant.getRealm(), email);
        tenants.lock(tenant);
        if (tenant.getDeletedAt() != null) {
            throw deleted();
        }
        if (rows.isMembers(tenant, email) || (user != null && tenants.getRole(tenant, user.getId()) != null)) {
            throw new ConflictException("already_member", "Somebody of this address is a member of the tenant already");
        }
    }

    void requirePast(InvitationEntity row) {
        if (InvitationRows.status(row) == InvitationStatus.PENDING) {
            throw alreadyInvited();
        }
    }

    void requireRoom(TenantModel tenant) {
        if (rows.countPending(tenant) >= TenantSettings.MAX_PENDING_INVITATIONS.in(tenant.getRealm())) {
            throw new ConflictException(
                    "invitation_limit_reached",
                    "As many invitations are waiting as a tenant may have: revoke some, or wait for them");
        }
    }

    void requireNotFinal(InvitationEntity row) {
        InvitationStatus status = InvitationRows.status(row);
        if (status == InvitationStatus.ACCEPTED) {
            throw accepted();
        }
        if (status == InvitationStatus.REVOKED) {
            throw revoked();
        }
    }

    /**
     * So that nobody fills another's mailbox, be it by resending or by revoking and inviting anew: {@link #BURST} mails to
     * an address, from then on one in {@link #PACE} (the generic cell rate algorithm of ITU-T I.371).
     *
     * @return until when the address is spoken for, with the mail that is asked for now
     */
    Instant pace(TenantModel tenant, String email) {
        Instant now = InvitationRows.now();
        Instant paced = rows.pacedUntil(tenant, email);
        Instant from = paced == null || paced.isBefore(now) ? now : paced;
        Instant free = from.minus(PACE.multipliedBy(BURST - 1));
        if (free.isAfter(now)) {
            throw tooMany("invitation_mail_limit_reached", "This address has been mailed often enough for now", free);
        }
        return from.plus(PACE);
    }

    /** So that many addresses are no way to send masses. */
    void requireCalm(TenantModel tenant) {
        int perHour = TenantSettings.MAX_INVITATIONS_PER_HOUR.in(tenant.getRealm());
        Instant oldest = rows.createdBefore(tenant, perHour);
        Instant free = oldest == null ? Instant.MIN : oldest.plus(HOUR);
        if (free.isAfter(InvitationRows.now())) {
            throw tooMany("invitation_rate_exceeded", "The tenant has invited as many as it may in an hour", free);
        }
    }

    private static ProblemException tooMany(String code, String detail, Instant until) {
        long left = Math.max(1, Duration.between(InvitationRows.now(), until).toSeconds());
        return Problem.of(429, code, "Too many requests", detail)
                .withHeader("Retry-After", Long.toString(left))
                .asException();
    }

    /** The most telling objection first. */
    void requireOpen(TenantModel tenant, InvitationEntity row, String linkId) {
        requireNotFinal(row);
        if (tenant.getDeletedAt() != null) {
            throw deleted();
        }
        if (InvitationRows.status(row) == InvitationStatus.EXPIRED) {
            throw new ConflictException("invitation_expired", "The invitation is past its time");
        }
        if (!row.linkId.equals(linkId)) {
            throw new ConflictException("invitation_replaced", "A newer mail has the link that works");
        }
        if (row.role.equals(TenantRole.OWNER.wireName()) && !mayStillAppointOwners(tenant, row)) {
            throw revoked();
        }
        if (tenant.isSuspended()) {
            throw new ConflictException("tenant_suspended", "The tenant is suspended");
        }
    }

    static void requireAddress(InvitationEntity row, UserModel user) {
        String address = user.getEmail();
        if (address == null || !address.toLowerCase(Locale.ROOT).equals(row.email)) {
            throw new ConflictException("wrong_account", "The invitation is for another address");
        }
    }

    static ConflictException notFound() {
        return new ConflictException("invitation_not_found", "There is no such invitation");
    }

    static ConflictException accepted() {
        return new ConflictException("invitation_accepted", "The invitation was accepted already");
    }

    static ConflictException alreadyInvited() {
        return new ConflictException("already_invited", "An invitation of this address is waiting already: resend it");
    }

    private static ConflictException revoked() {
        return new ConflictException("invitation_revoked", "The invitation was revoked");
    }

    private static ConflictException deleted() {
        return new ConflictException("tenant_deleted", "The tenant is deleted: restore it first");
    }

    /** A member who has lost ownership has lost what the invitation stood on, even if nobody thought of it. */
    private boolean mayStillAppointOwners(TenantModel tenant, InvitationEntity row) {
        return row.byOperator || (row.invitedBy != null && tenants.getRole(tenant, row.invitedBy) == TenantRole.OWNER);
    }

    private @Nullable UserModel onlyUser(RealmModel realm, String email) {
        // Where several users may share an address there is no one user to be asked for.
        return realm.isDuplicateEmailsAllowed() ? null : session.users().getUserByEmail(realm, email);
    }
}
