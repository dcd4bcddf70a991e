package io.oka.keycloak.entitlements.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A tenant's subscription. */
@Entity
@Table(name = "OKA_SUBSCRIPTION")
@NamedQuery(
        name = "okaSubscriptionsDue",
        query = "select s.tenantId from SubscriptionEntity s where s.dueAt <= :now and s.tenantId > :after"
                + " order by s.tenantId")
@NamedQuery(
        name = "okaTierIsSubscribed",
        query = "select s.tenantId from SubscriptionEntity s where s.realmId = :realmId and s.tier = :tier")
@NamedQuery(
        name = "okaDeleteSubscriptionOfTenant",
        query = "delete from SubscriptionEntity s where s.tenantId = :tenantId")
@NamedQuery(
        name = "okaDeleteSubscriptionsOfRealm",
        query = "delete from SubscriptionEntity s where s.realmId = :realmId")
class SubscriptionEntity {

    @Id
    @Column(name = "TENANT_ID", length = 36)
    String tenantId = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "TIER", length = 100, nullable = false)
    String tier = "";

    @Column(name = "STATUS", length = 16, nullable = false)
    String status = "";

    @Column(name = "CURRENT_PERIOD_END")
    @Nullable
    Instant currentPeriodEnd;

    @Column(name = "ANCHOR_DAY", nullable = false)
    int anchorDay;

    @Column(name = "CANCEL_AT_PERIOD_END", nullable = false)
    boolean cancelAtPeriodEnd;

    @Column(name = "GRACE_UNTIL")
    @Nullable
    Instant graceUntil;

    /** JSON: names of services to whether they are on. */
    @Column(name = "ITEMS", nullable = false)
    String items = "{}";

    @Column(name = "DUE_AT")
    @Nullable
    Instant dueAt;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;
}
