package io.oka.keycloak.webhooks.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A delivery's row, to be read: its state is written past Hibernate. */
@Entity
@Immutable
@Table(name = "OKA_WEBHOOK_DELIVERY")
class WebhookDeliveryEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "ENDPOINT_ID", length = 36, nullable = false)
    String endpointId = "";

    @Column(name = "EVENT_ID", length = 36, nullable = false)
    String eventId = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    /** The endpoint's. */
    @Column(name = "TENANT_ID", length = 36)
    @Nullable
    String tenantId;

    @Column(name = "CAUSE", length = 16, nullable = false)
    String cause = "";

    @Column(name = "FORMAT", length = 16, nullable = false)
    String format = "";

    @Column(name = "STATE", length = 16, nullable = false)
    String state = "";

    @Column(name = "ATTEMPTS", nullable = false)
    int attempts;

    @Column(name = "NEXT_ATTEMPT_AT")
    @Nullable
    Instant nextAttemptAt;

    @Column(name = "LAST_STATUS")
    @Nullable
    Integer lastStatus;

    @Column(name = "LAST_ERROR", length = 64)
    @Nullable
    String lastError;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "FINISHED_AT")
    @Nullable
    Instant finishedAt;

    @Column(name = "DISCARDED_REASON", length = 1000)
    @Nullable
    String discardedReason;

    @Column(name = "SUCCESSOR_ID", length = 36)
    @Nullable
    String successorId;
}
