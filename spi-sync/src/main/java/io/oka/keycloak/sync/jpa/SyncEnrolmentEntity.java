package io.oka.keycloak.sync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row for each token by which an agent may enrol, or did. */
@Entity
@Table(name = "OKA_SYNC_ENROLMENT")
@NamedQuery(
        name = "okaSyncEnrolments",
        query = "select e from SyncEnrolmentEntity e where e.realmId = :realmId order by e.createdAt desc, e.id desc")
@NamedQuery(
        name = "okaCountSyncEnrolments",
        query = "select count(e) from SyncEnrolmentEntity e where e.realmId = :realmId")
@NamedQuery(
        name = "okaSyncEnrolment",
        query = "select e from SyncEnrolmentEntity e where e.id = :id and e.realmId = :realmId")
@NamedQuery(
        name = "okaSyncEnrolmentByToken",
        query = "select e from SyncEnrolmentEntity e where e.realmId = :realmId and e.tokenHash = :tokenHash")
class SyncEnrolmentEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    String realmId = "";

    @Column(name = "TOKEN_HASH", length = 64, nullable = false, updatable = false)
    String tokenHash = "";

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false, updatable = false)
    String agentSystem = "";

    @Column(name = "DESCRIPTION", length = 1000, updatable = false)
    @Nullable
    String description;

    /** JSON. */
    @Column(name = "CAPABILITIES", nullable = false, updatable = false)
    String capabilities = "{}";

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "CREATED_BY", length = 255, nullable = false, updatable = false)
    String createdBy = "";

    @Column(name = "EXPIRES_AT", nullable = false, updatable = false)
    Instant expiresAt = Instant.EPOCH;

    @Column(name = "USED_AT")
    @Nullable
    Instant usedAt;

    @Column(name = "AGENT_ID", length = 36)
    @Nullable
    String agentId;

    @Column(name = "REVOKED_AT")
    @Nullable
    Instant revokedAt;
}
