package io.oka.keycloak.webhooks.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's row. Its health is read here and never written: deliveries write it past Hibernate, and a change to the
 * endpoint must not bring back what was read before.
 */
@Entity
@Table(name = "OKA_WEBHOOK_ENDPOINT")
@NamedQuery(
        name = "okaWebhooksOfTenant",
        query = "select w from WebhookEndpointEntity w where " + WebhookEndpointEntity.OF_TENANT
                + " order by w.createdAt, w.id")
@NamedQuery(
        name = "okaWebhooksOfRealm",
        query = "select w from WebhookEndpointEntity w where " + WebhookEndpointEntity.OF_REALM
                + " order by w.createdAt, w.id")
@NamedQuery(
        name = "okaCountWebhooksOfTenant",
        query = "select count(w) from WebhookEndpointEntity w where " + WebhookEndpointEntity.OF_TENANT)
@NamedQuery(
        name = "okaCountWebhooksOfRealm",
        query = "select count(w) from WebhookEndpointEntity w where " + WebhookEndpointEntity.OF_REALM)
@NamedQuery(
        name = "okaWebhookOfTenant",
        query = "select w from WebhookEndpointEntity w where w.id = :id and " + WebhookEndpointEntity.OF_TENANT)
@NamedQuery(
        name = "okaWebhookOfRealm",
        query = "select w from WebhookEndpointEntity w where w.id = :id and " + WebhookEndpointEntity.OF_REALM)
@NamedQuery(
        name = "okaWebhooksToSealAnew",
        query = "select w from WebhookEndpointEntity w where w.keyVersion <> :current and w.keyVersion in :known"
                + " and w.deletedAt is null and w.id > :after order by w.id")
class WebhookEndpointEntity {

    static final String OF_TENANT = "w.realmId = :realmId and w.tenantId = :tenantId and w.deletedAt is null";
    static final String OF_REALM = "w.realmId = :realmId and w.tenantId is null and w.deletedAt is null";

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false, updatable = false)
    String realmId = "";

    @Column(name = "TENANT_ID", length = 36, updatable = false)
    @Nullable
    String tenantId;

    @Column(name = "URL", length = 2048, nullable = false)
    String url = "";

    /** JSON: a list of types and patterns. */
    @Column(name = "EVENTS", nullable = false)
    String events = "[]";

    /** JSON: a list. */
    @Column(name = "HEADER_NAMES", nullable = false)
    String headerNames = "[]";

    @Column(name = "DESCRIPTION", length = 1000)
    @Nullable
    String description;

    @Column(name = "ACTIVE", nullable = false)
    boolean active;

    @Column(name = "FORMAT", length = 16, nullable = false)
    String format = "";

    @Column(name = "ORDERED", nullable = false)
    boolean ordered;

    @Column(name = "RATE_PER_SECOND")
    @Nullable
    Integer ratePerSecond;

    /** Of the operator's key, for the four below. */
    @Column(name = "KEY_VERSION", nullable = false)
    int keyVersion;

    @Column(name = "SECRET", nullable = false)
    byte[] secret = {};

    @Column(name = "PREVIOUS_SECRET")
    byte @Nullable [] previousSecret;

    @Column(name = "PREVIOUS_UNTIL")
    @Nullable
    Instant previousUntil;

    /** JSON before it was sealed: names and values. */
    @Column(name = "HEADERS")
    byte @Nullable [] headers;

    /** Counted by us, under the row's lock. */
    @Column(name = "VERSION", nullable = false)
    long version;

    @Column(name = "CREATED_AT", nullable = false, updatable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    @Column(name = "DELETED_AT")
    @Nullable
    Instant deletedAt;

    @Column(name = "DISABLED_AT", insertable = false, updatable = false)
    @Nullable
    Instant disabledAt;

    @Column(name = "DISABLED_REASON", length = 16, insertable = false, updatable = false)
    @Nullable
    String disabledReason;

    @Column(name = "PAUSED_AT", insertable = false, updatable = false)
    @Nullable
    Instant pausedAt;

    @Column(name = "FAILING_SINCE", insertable = false, updatable = false)
    @Nullable
    Instant failingSince;

    @Column(name = "CONSECUTIVE_FAILURES", insertable = false, updatable = false)
    int consecutiveFailures;

    @Column(name = "OPEN_UNTIL", insertable = false, updatable = false)
    @Nullable
    Instant openUntil;

    @Column(name = "LAST_SUCCESS_AT", insertable = false, updatable = false)
    @Nullable
    Instant lastSuccessAt;
}
