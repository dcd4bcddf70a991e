package io.oka.keycloak.tenants.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation's row, with the mail that is to be sent of it. Whoever changes one as an entity holds the row, since the
 * outbox writes to it as well.
 */
@Entity
@Table(name = "OKA_INVITATION")
@NamedQuery(
        name = "okaInvitation",
        query = "select i from InvitationEntity i where i.id = :id and i.tenantId = :tenantId")
@NamedQuery(
        name = "okaPendingInvitation",
        query = "select i from InvitationEntity i where i.tenantId = :tenantId and i.email = :email"
                + " and i.status = 'pending'")
@NamedQuery(
        name = "okaCountPendingInvitations",
        query = "select count(i) from InvitationEntity i where i.tenantId = :tenantId and i.status = 'pending'"
                + " and i.expiresAt > :now")
@NamedQuery(
        name = "okaInvitationPacedUntil",
        query =
                "select max(i.mailPacedUntil) from InvitationEntity i where i.tenantId = :tenantId and i.email = :email")
@NamedQuery(
        name = "okaInvitationTimes",
        query = "select i.createdAt from InvitationEntity i where i.tenantId = :tenantId"
                + " order by i.createdAt desc, i.id desc")
@NamedQuery(
        name = "okaInvitedMember",
        query = "select m.userId from TenantMemberEntity m, UserEntity u where m.tenantId = :tenantId"
                + " and u.id = m.userId and u.realmId = m.realmId and u.email = :email")
@NamedQuery(
        name = "okaPastInvitations",
        query =
                "select i from InvitationEntity i where i.status = 'pending' and i.expiresAt <= :now order by i.expiresAt")
@NamedQuery(
        name = "okaDueInvitationMails",
        query = "select i.id from InvitationEntity i, TenantEntity t where i.mailDueAt <= :now and i.status = 'pending'"
                + " and i.expiresAt > :now and t.id = i.tenantId and t.deletedAt is null and t.suspendedAt is null"
                + " order by i.mailDueAt")
@NamedQuery(
        name = "okaDueInvitationMail",
        query = "select i from InvitationEntity i where i.id = :id and i.mailDueAt <= :now and i.status = 'pending'"
                + " and i.expiresAt > :now and exists (select 1 from TenantEntity t where t.id = i.tenantId"
                + " and t.deletedAt is null and t.suspendedAt is null)")
@NamedQuery(
        name = "okaInvitationMailed",
        query = "update InvitationEntity i set i.sentAt = :now, i.mailDueAt = null, i.mailLease = null,"
                + " i.mailAttempts = 0 where i.id = :id and i.mailLease = :lease")
@NamedQuery(
        name = "okaInvitationNotMailed",
        query = "update InvitationEntity i set i.mailDueAt = :dueAt, i.mailLease = null"
                + " where i.id = :id and i.mailLease = :lease")
@NamedQuery(
        name = "okaForgetInviter",
        query = "update InvitationEntity i set i.invitedBy = null where i.realmId = :realmId and i.invitedBy = :userId")
@NamedQuery(
        name = "okaForgetInvited",
        query = "update InvitationEntity i set i.acceptedBy = null where i.realmId = :realmId"
                + " and i.acceptedBy = :userId")
@NamedQuery(
        name = "okaDeleteInvitationsOfTenant",
        query = "delete from InvitationEntity i where i.tenantId = :tenantId")
@NamedQuery(name = "okaDeleteInvitationsOfRealm", query = "delete from InvitationEntity i where i.realmId = :realmId")
class InvitationEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "TENANT_ID", length = 36, nullable = false)
    String tenantId = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "EMAIL", length = 254, nullable = false)
    String email = "";

    @Column(name = "ROLE", length = 16, nullable = false)
    String role = "";

    /** As it was last recorded: one that is pending and past its time is expired all the same. */
    @Column(name = "STATUS", length = 16, nullable = false)
    String status = "";

    /** Whether an operator invited; a member who invited may be gone, and then {@link #invitedBy} is null as well. */
    @Column(name = "BY_OPERATOR", nullable = false)
    boolean byOperator;

    @Column(name = "INVITED_BY", length = 255)
    @Nullable
    String invitedBy;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    /** How long it lives from each time that it is mailed anew. */
    @Column(name = "VALID_SECONDS", nullable = false)
    long validSeconds;

    @Column(name = "EXPIRES_AT", nullable = false)
    Instant expiresAt = Instant.EPOCH;

    @Column(name = "ACCEPTED_AT")
    @Nullable
    Instant acceptedAt;

    @Column(name = "ACCEPTED_BY", length = 255)
    @Nullable
    String acceptedBy;

    @Column(name = "LINK_ID", length = 36, nullable = false)
    String linkId = "";

    @Column(name = "SENT_AT")
    @Nullable
    Instant sentAt;

    @Column(name = "MAIL_PACED_UNTIL", nullable = false)
    Instant mailPacedUntil = Instant.EPOCH;

    /** When somebody is to send it, or to look whether whoever took it did; null if nothing is to do. */
    @Column(name = "MAIL_DUE_AT")
    @Nullable
    Instant mailDueAt;

    /** Names the attempt that is under way. */
    @Column(name = "MAIL_LEASE", length = 36)
    @Nullable
    String mailLease;

    @Column(name = "MAIL_ATTEMPTS", nullable = false)
    int mailAttempts;

    @Column(name = "MAIL_BASE", length = 2048, nullable = false)
    String mailBase = "";
}
