package io.oka.keycloak.entitlements.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A plan's row. */
@Entity
@Table(name = "OKA_PLAN")
@NamedQuery(name = "okaPlans", query = "select p from PlanEntity p where p.realmId = :realmId")
@NamedQuery(name = "okaPlanByTier", query = "select p from PlanEntity p where p.realmId = :realmId and p.tier = :tier")
@NamedQuery(
        name = "okaRealmsOfPlansGone",
        query = "select distinct p.realmId from PlanEntity p where not exists"
                + " (select 1 from RealmEntity r where r.id = p.realmId)")
@NamedQuery(name = "okaDeletePlansOfRealm", query = "delete from PlanEntity p where p.realmId = :realmId")
class PlanEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "TIER", length = 100, nullable = false)
    String tier = "";

    @Column(name = "DISPLAY_NAME", length = 255, nullable = false)
    String displayName = "";

    @Column(name = "PLAN_RANK", nullable = false)
    int rank;

    @Column(name = "SELF_SERVICE", nullable = false)
    boolean selfService;

    @Column(name = "PERIOD", length = 16)
    @Nullable
    String period;

    @Column(name = "GRACE_DAYS", nullable = false)
    int graceDays;

    @Column(name = "QUOTA_LIMIT")
    @Nullable
    Long quotaLimit;

    /** JSON: names to what the plan says of them. */
    @Column(name = "SERVICES", nullable = false)
    String services = "{}";

    /** JSON: a list of names. */
    @Column(name = "FEATURES", nullable = false)
    String features = "[]";

    @Column(name = "KEY_LIMIT")
    @Nullable
    Integer keyLimit;

    @Column(name = "MEMBER_LIMIT")
    @Nullable
    Integer memberLimit;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    /** Counted by us, under the row's lock. */
    @Column(name = "VERSION", nullable = false)
    long version;
}
