package io.oka.keycloak.webhooks.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An event's row, to be read: who writes it writes many at once. */
@Entity
@Immutable
@Table(name = "OKA_WEBHOOK_EVENT")
class WebhookEventEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "TENANT_ID", length = 36)
    @Nullable
    String tenantId;

    @Column(name = "TYPE", length = 128, nullable = false)
    String type = "";

    @Column(name = "OCCURRED_AT", nullable = false)
    Instant occurredAt = Instant.EPOCH;

    @Column(name = "BODY", nullable = false)
    String body = "";

    @Column(name = "CLOUD_EVENT")
    @Nullable
    String cloudEvent;
}
