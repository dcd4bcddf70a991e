package io.oka.keycloak.sync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A difference's row, to be read: it is written by statements for many at once. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_DRIFT")
class DriftEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "KIND", length = 16, nullable = false)
    String kind = "";

    @Column(name = "SEVERITY", length = 16, nullable = false)
    String severity = "";

    @Column(name = "ENTITY", length = 16, nullable = false)
    String entity = "";

    @Column(name = "EXTERNAL_CODE", length = 255, nullable = false)
    String externalCode = "";

    @Column(name = "TENANT_ID", length = 36)
    @Nullable
    String tenantId;

    @Column(name = "FIELD", length = 64, nullable = false)
    String field = "";

    /** JSON. */
    @Column(name = "LOCAL_VALUE")
    @Nullable
    String localValue;

    /** JSON. */
    @Column(name = "REMOTE_VALUE")
    @Nullable
    String remoteValue;

    /** JSON: all that the other system said of the entity. */
    @Column(name = "REMOTE_DATA")
    @Nullable
    String remoteData;

    @Column(name = "LOCAL_VERSION")
    @Nullable
    Long localVersion;

    @Column(name = "REMOTE_VERSION")
    @Nullable
    Long remoteVersion;

    @Column(name = "SOURCE_OF_TRUTH", length = 16, nullable = false)
    String sourceOfTruth = "";

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    @Column(name = "FIRST_SEEN_AT", nullable = false)
    Instant firstSeenAt = Instant.EPOCH;

    @Column(name = "LAST_SEEN_AT", nullable = false)
    Instant lastSeenAt = Instant.EPOCH;

    @Column(name = "GRACE_UNTIL", nullable = false)
    Instant graceUntil = Instant.EPOCH;

    @Column(name = "ENDED_AT")
    @Nullable
    Instant endedAt;

    @Column(name = "FIRST_RECONCILIATION_ID", length = 36, nullable = false)
    String firstReconciliationId = "";

    @Column(name = "LAST_RECONCILIATION_ID", length = 36, nullable = false)
    String lastReconciliationId = "";

    @Column(name = "IGNORED_UNTIL")
    @Nullable
    Instant ignoredUntil;

    @Column(name = "IGNORED_REASON", length = 1000)
    @Nullable
    String ignoredReason;

    @Column(name = "EXPLAINED_BY", length = 36)
    @Nullable
    String explainedBy;

    @Column(name = "FIX_JOB_ID", length = 36)
    @Nullable
    String fixJobId;
}
