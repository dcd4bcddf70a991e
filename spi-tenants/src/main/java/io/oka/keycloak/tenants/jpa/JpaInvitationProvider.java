package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.EmailAddresses;
import io.oka.keycloak.tenants.Invitation;
import io.oka.keycloak.tenants.InvitationProvider;
import io.oka.keycloak.tenants.InvitationStatus;
import io.oka.keycloak.tenants.MemberDetails;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.invitation.InvitationMail;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Invitations in PostgreSQL, through Keycloak's persistence unit and in the request's own transaction. An invitation and
 * the mail that is to be sent of it are one row: if the process dies before the commit there is neither, after it the
 * mail is found due by any node.
 *
 * <p>Locks: the tenant's row before the invitation's.
 */
final class JpaInvitationProvider implements InvitationProvider {

    private final KeycloakSession session;
    private final EntityManager em;
    private final InvitationDispatcher dispatcher;
    private final TenantProvider tenants;
    private final InvitationRows rows;
    private final InvitationChanges changes;
    private final InvitationGate gate;

    JpaInvitationProvider(KeycloakSession session, EntityManager em, InvitationDispatcher dispatcher) {
        this.session = session;
        this.em = em;
        this.dispatcher = dispatcher;
        this.tenants = session.getProvider(TenantProvider.class);
        this.rows = new InvitationRows(em);
        this.changes = new InvitationChanges(session);
        this.gate = new InvitationGate(session, tenants, rows);
    }

    @Override
    public Invitation invite(
            TenantModel tenant, String email, TenantRole role, Duration validFor, @Nullable String invitedBy) {
        if (!email.equals(EmailAddresses.normalize(email))) {
            throw new IllegalArgumentException("Not an address as Keycloak keeps them");
        }
        InvitationMail.requireSender(tenant.getRealm());
        gate.holdForNew(tenant, email);
        InvitationEntity last = rows.holdPending(tenant, email);
        if (last != null) {
            gate.requirePast(last);
            expire(tenant, last);
        }
        gate.requireRoom(tenant);
        gate.requireCalm(tenant);
        Instant pacedUntil = gate.pace(tenant, email);
        InvitationEntity row = new InvitationEntity();
        row.id = KeycloakModelUtils.generateId();
        row.tenantId = tenant.getId();
        row.realmId = tenant.getRealm().getId();
        row.email = email;
        row.role = role.wireName();
        row.byOperator = invitedBy == null;
        row.invitedBy = invitedBy;
        row.validSeconds = validFor.toSeconds();
        row.createdAt = InvitationRows.now();
        askForMail(row, row.createdAt, pacedUntil);
        em.persist(row);
        flush();
        changes.created(tenant.getRealm(), row);
        return InvitationRows.invitation(row);
    }

    @Override
    public @Nullable Invitation getInvitation(TenantModel tenant, String id) {
        InvitationEntity row = rows.find(tenant, id);
        return row == null ? null : InvitationRows.invitation(row);
    }

    @Override
    public List<Invitation> getInvitations(TenantModel tenant, @Nullable InvitationStatus status, int first, int max) {
        return rows.page(tenant, status, first, max);
    }

    @Override
    public long countInvitations(TenantModel tenant, @Nullable InvitationStatus status) {
        return rows.count(tenant, status);
    }

    @Override
    public @Nullable Invitation resend(TenantModel tenant, String id) {
        InvitationEntity row = rows.find(tenant, id);
        if (row == null) {
            return null;
        }
        InvitationMail.requireSender(tenant.getRealm());
        gate.holdForNew(tenant, row.email);
        rows.hold(row);
        gate.requireNotFinal(row);
        Instant pacedUntil = gate.pace(tenant, row.email);
        if (InvitationRows.status(row) == InvitationStatus.EXPIRED) {
            InvitationEntity newer = rows.holdPending(tenant, row.email);
            if (newer != null && newer != row) {
                gate.requirePast(newer);
                expire(tenant, newer);
            }
            gate.requireRoom(tenant);
        }
        askForMail(row, InvitationRows.now(), pacedUntil);
        flush();
        changes.resent(tenant.getRealm(), row);
        return InvitationRows.invitation(row);
    }

    @Override
    public @Nullable Invitation revoke(TenantModel tenant, String id) {
        InvitationEntity row = rows.find(tenant, id);
        if (row == null) {
            return null;
        }
        tenants.lock(tenant);
        rows.hold(row);
        InvitationStatus status = InvitationRows.status(row);
        if (status == InvitationStatus.ACCEPTED) {
            throw InvitationGate.accepted();
        }
        if (status == InvitationStatus.PENDING) {
            end(row, InvitationStatus.REVOKED);
            changes.revoked(tenant.getRealm(), row);
        }
        return InvitationRows.invitation(row);
    }

    @Override
    public OpenInvitation open(RealmModel realm, String invitationId, String linkId) {
        InvitationEntity row = rows.find(realm, invitationId);
        TenantModel tenant = row == null ? null : tenants.getTenantOrDeleted(realm, row.tenantId);
        if (row == null || tenant == null) {
            throw InvitationGate.notFound();
        }
        gate.requireOpen(tenant, row, linkId);
        return new OpenInvitation(InvitationRows.invitation(row), tenant);
    }

    @Override
    public MemberDetails accept(RealmModel realm, String invitationId, String linkId, UserModel user) {
        InvitationEntity row = rows.find(realm, invitationId);
        TenantModel tenant = row == null ? null : tenants.getTenantOrDeleted(realm, row.tenantId);
        if (row == null || tenant == null) {
            throw InvitationGate.notFound();
        }
        Runnable ground = () -> {
            rows.hold(row);
            gate.requireOpen(tenant, row, linkId);
            InvitationGate.requireAddress(row, user);
        };
        TenantRole role = InvitationRows.invitation(row).role();
        MemberDetails member = join(tenant, user, role, ground);
        row.acceptedAt = InvitationRows.now();
        row.acceptedBy = user.getId();
        end(row, InvitationStatus.ACCEPTED);
        changes.accepted(realm, row);
        return member;
    }

    private MemberDetails join(TenantModel tenant, UserModel user, TenantRole role, Runnable ground) {
        if (tenants.getRole(tenant, user.getId()) == null) {
            try {
                return tenants.addMember(tenant, user, role, ground);
            } catch (ConflictException e) {
                if (!e.code().equals("already_member")) {
                    throw e;
                }
                // Became one at this moment.
            }
        }
        tenants.lock(tenant, user.getId());
        ground.run();
        MemberDetails member = tenants.getMember(tenant, user.getId());
        if (member == null) {
            // Ceased to be one at this moment.
            throw new ConflictException("membership_changed", "The membership changed at this moment: try again");
        }
        MemberDetails raised = member.role().isAtLeast(role) ? member : tenants.setRole(tenant, user.getId(), role);
        return raised == null ? member : raised;
    }

    /** From here on the row says that a mail is due; whoever has an earlier link, or is about to send one, is late. */
    private void askForMail(InvitationEntity row, Instant now, Instant pacedUntil) {
        row.status = InvitationStatus.PENDING.wireName();
        row.expiresAt = now.plusSeconds(row.validSeconds);
        row.linkId = KeycloakModelUtils.generateId();
        row.mailPacedUntil = pacedUntil;
        row.mailDueAt = now;
        row.mailLease = null;
        row.mailAttempts = 0;
        row.mailBase = session.getContext().getAuthServerUrl().toString();
        dispatcher.wakeAfterCommit(session, row.id);
    }

    private void expire(TenantModel tenant, InvitationEntity row) {
        end(row, InvitationStatus.EXPIRED);
        changes.expired(tenant.getRealm(), row);
    }

    private void end(InvitationEntity row, InvitationStatus status) {
        row.status = status.wireName();
        row.mailDueAt = null;
        row.mailLease = null;
        em.flush();
    }

    private void flush() {
        try {
            em.flush();
        } catch (RuntimeException e) {
            if (DatabaseFailures.isViolationOf("UK_OKA_INVITATION_PENDING", e)) {
                throw InvitationGate.alreadyInvited();
            }
            throw e;
        }
    }

    @Override
    public void close() {}
}
