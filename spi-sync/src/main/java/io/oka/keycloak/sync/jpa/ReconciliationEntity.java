package io.oka.keycloak.sync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A comparison's row, to be read: it is written by statements that take all its pages into account. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_RECONCILIATION")
class ReconciliationEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "AGENT_SYSTEM", length = 63, nullable = false)
    String agentSystem = "";

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    /** JSON. */
    @Column(name = "FIELDS", nullable = false)
    String fields = "{}";

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "CREATED_BY", length = 255)
    @Nullable
    String createdBy;

    @Column(name = "STARTED_AT")
    @Nullable
    Instant startedAt;

    @Column(name = "FINISHED_AT")
    @Nullable
    Instant finishedAt;

    @Column(name = "LAST_PAGE_AT")
    @Nullable
    Instant lastPageAt;

    @Column(name = "AGENT_ID", length = 36)
    @Nullable
    String agentId;

    @Column(name = "COMPARED", nullable = false)
    int compared;

    @Column(name = "MATCHED_PAGES", nullable = false)
    int matchedPages;

    @Column(name = "FOUND", nullable = false)
    int found;

    @Column(name = "ERROR", length = 1000)
    @Nullable
    String error;
}
