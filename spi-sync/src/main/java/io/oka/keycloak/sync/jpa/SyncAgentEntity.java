package io.oka.keycloak.sync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent's row. What it says of itself is read here and never written after it enrolled: its requests write that past
 * Hibernate, and a change that people make must not bring back what was read before.
 */
@Entity
@Table(name = "OKA_SYNC_AGENT")
@NamedQuery(name = "okaSyncAgent", query = "select a from SyncAgentEntity a where a.id = :id and a.realmId = :realmId")
@NamedQuery(
        name = "okaSyncAgentsToSealAnew",
        query = "select a from SyncAgentEntity a where a.keyVersion <> :current and a.keyVersion in :known"
                + " and a.revokedAt is null and a.id > :after order by a.id")
@NamedQuery(
        name = "okaSyncAgentsGoneOffline",
        query = "select a from SyncAgentEntity a where a.revokedAt is null and a.offlineToldAt is null"
                + " and a.lastSeenAt <= :silentSince order by a.lastSeenAt")
@NamedQuery(
        name = "okaSyncAgentsOfStrangeKeys",
        query = "select distinct a.keyVersion from SyncAgentEntity a where a.keyVersion not in :known"
                + " and a.revokedAt is null")
class SyncAgentEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    String realmId = "";

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false, updatable = false)
    String agentSystem = "";

    @Column(name = "NAME", length = 255, nullable = false)
    String name = "";

    @Column(name = "AGENT_VERSION", length = 64, nullable = false, updatable = false)
    String softwareVersion = "";

    /** JSON. */
    @Column(name = "CAPABILITIES", nullable = false)
    String capabilities = "{}";

    /** Of the operator's key, for both secrets. */
    @Column(name = "KEY_VERSION", nullable = false)
    int keyVersion;

    @Column(name = "SECRET", nullable = false)
    byte[] secret = {};

    @Column(name = "PREVIOUS_SECRET")
    byte @Nullable [] previousSecret;

    @Column(name = "PREVIOUS_UNTIL")
    @Nullable
    Instant previousUntil;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    /** Counted by us, under the row's lock. */
    @Column(name = "VERSION", nullable = false)
    long version;

    @Column(name = "LAST_SEEN_AT", updatable = false)
    @Nullable
    Instant lastSeenAt;

    /** JSON. */
    @Column(name = "REPORT", updatable = false)
    @Nullable
    String report;

    @Column(name = "OFFLINE_TOLD_AT", updatable = false)
    @Nullable
    Instant offlineToldAt;

    @Column(name = "REVOKED_AT")
    @Nullable
    Instant revokedAt;

    @Column(name = "REVOKED_REASON", length = 1000)
    @Nullable
    String revokedReason;
}
