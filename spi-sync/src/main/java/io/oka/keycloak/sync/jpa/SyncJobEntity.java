package io.oka.keycloak.sync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A job's row, to be made and to be read: what changes of it is written past Hibernate. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_JOB")
class SyncJobEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "AGENT_ID", length = 36)
    @Nullable
    String agentId;

    @Column(name = "CREATED_BY", length = 255)
    @Nullable
    String createdBy;

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "TYPE", length = 32, nullable = false)
    String type = "";

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    @Column(name = "ITEMS", nullable = false)
    int items;

    @Column(name = "CORRELATION_ID", length = 128)
    @Nullable
    String correlationId;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "STARTED_AT")
    @Nullable
    Instant startedAt;

    @Column(name = "FINISHED_AT")
    @Nullable
    Instant finishedAt;

    @Column(name = "CANCELLED_AT")
    @Nullable
    Instant cancelledAt;

    @Column(name = "CANCELLED_BY", length = 255)
    @Nullable
    String cancelledBy;
}
