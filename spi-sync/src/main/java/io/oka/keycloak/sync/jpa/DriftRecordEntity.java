package io.oka.keycloak.sync.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What happened to a difference. The database itself refuses that it is ever changed. */
@Entity
@Immutable
@Table(name = "OKA_SYNC_DRIFT_RECORD")
class DriftRecordEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "DRIFT_ID", length = 36, nullable = false)
    String driftId = "";

    @Column(name = "RECONCILIATION_ID", length = 36)
    @Nullable
    String reconciliationId;

    @Column(name = "ACTION", length = 16, nullable = false)
    String action = "";

    @Column(name = "DETAIL", length = 1000)
    @Nullable
    String detail;

    /** JSON. */
    @Column(name = "DATA", nullable = false)
    String data = "{}";

    @Column(name = "ACTOR_TYPE", length = 16, nullable = false)
    String actorType = "";

    @Column(name = "ACTOR_ID", length = 255)
    @Nullable
    String actorId;

    @Column(name = "CORRELATION_ID", length = 128)
    @Nullable
    String correlationId;

    @Column(name = "AT", nullable = false)
    Instant at = Instant.EPOCH;
}
