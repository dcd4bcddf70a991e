package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.JobItem;
import io.oka.keycloak.sync.JobType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An item's row, to be read: it is written past Hibernate. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_ITEM")
class SyncItemEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "JOB_ID", length = 36, nullable = false)
    String jobId = "";

    @Column(name = "POSITION", nullable = false)
    int position;

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "TYPE", length = 32, nullable = false)
    String type = "";

    @Column(name = "EXTERNAL_CODE", length = 255)
    @Nullable
    String externalCode;

    @Column(name = "ITEM_VERSION")
    @Nullable
    Long itemVersion;

    @Column(name = "DATA", nullable = false)
    String data = "";

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    @Column(name = "RESULT", length = 64)
    @Nullable
    String result;

    @Column(name = "DETAIL", length = 1000)
    @Nullable
    String detail;

    @Column(name = "TENANT_ID", length = 36)
    @Nullable
    String tenantId;

    @Column(name = "PARKED_TYPE", length = 16)
    @Nullable
    String parkedType;

    @Column(name = "PARKED_CODE", length = 255)
    @Nullable
    String parkedCode;

    @Column(name = "ATTEMPTS", nullable = false)
    int attempts;

    @Column(name = "NEXT_ATTEMPT_AT")
    @Nullable
    Instant nextAttemptAt;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    @Column(name = "FINISHED_AT")
    @Nullable
    Instant finishedAt;

    @Column(name = "EDITED_AT")
    @Nullable
    Instant editedAt;

    @Column(name = "EDITED_BY", length = 255)
    @Nullable
    String editedBy;

    @Column(name = "ORIGINAL_DATA")
    @Nullable
    String originalData;

    @Column(name = "DISCARDED_REASON", length = 1000)
    @Nullable
    String discardedReason;

    JobItem toItem() {
        return new JobItem(
                id,
                jobId,
                position,
                agentSystem,
                JobType.ofWireName(type),
                externalCode,
                itemVersion,
                data,
                ItemState.ofWireName(state),
                result,
                detail,
                tenantId,
                parkedType,
                parkedCode,
                attempts,
                nextAttemptAt,
                createdAt,
                updatedAt,
                finishedAt,
                editedAt,
                editedBy,
                originalData,
                discardedReason);
    }
}
