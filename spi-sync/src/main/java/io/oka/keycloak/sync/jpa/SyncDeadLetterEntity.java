package io.oka.keycloak.sync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An item's row without what stands in it, to be read: it is written past Hibernate. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_ITEM")
class SyncDeadLetterEntity {

    /** What a query of these selects, from {@code OKA_SYNC_ITEM i}. */
    static final String COLUMNS = "i.ID, i.JOB_ID, i.POSITION, i.AGENT_SYSTEM, i.TYPE, i.EXTERNAL_CODE, i.ITEM_VERSION,"
            + " i.RESULT, i.DETAIL, i.ATTEMPTS, i.STATE, i.TENANT_ID, i.CREATED_AT, i.UPDATED_AT, i.FINISHED_AT,"
            + " i.NEXT_ATTEMPT_AT, i.EDITED_AT, i.EDITED_BY, i.DISCARDED_REASON";

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "JOB_ID", length = 36, nullable = false)
    String jobId = "";

    @Column(name = "POSITION", nullable = false)
    int position;

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "TYPE", length = 32, nullable = false)
    String type = "";

    @Column(name = "EXTERNAL_CODE")
    @Nullable
    String externalCode;

    @Column(name = "ITEM_VERSION")
    @Nullable
    Long version;

    @Column(name = "RESULT", length = 64)
    @Nullable
    String result;

    @Column(name = "DETAIL", length = 1000)
    @Nullable
    String detail;

    @Column(name = "ATTEMPTS", nullable = false)
    int attempts;

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    @Column(name = "TENANT_ID", length = 36)
    @Nullable
    String tenantId;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    @Column(name = "FINISHED_AT")
    @Nullable
    Instant finishedAt;

    @Column(name = "NEXT_ATTEMPT_AT")
    @Nullable
    Instant nextAttemptAt;

    @Column(name = "EDITED_AT")
    @Nullable
    Instant editedAt;

    @Column(name = "EDITED_BY")
    @Nullable
    String editedBy;

    @Column(name = "DISCARDED_REASON", length = 1000)
    @Nullable
    String discardedReason;
}
