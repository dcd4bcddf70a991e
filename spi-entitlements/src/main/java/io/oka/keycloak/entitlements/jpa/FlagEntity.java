package io.oka.keycloak.entitlements.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A flag's row. */
@Entity
@Table(name = "OKA_FLAG")
@NamedQuery(name = "okaFlags", query = "select f from FlagEntity f where f.realmId = :realmId order by f.flagKey")
@NamedQuery(name = "okaCountFlags", query = "select count(f) from FlagEntity f where f.realmId = :realmId")
@NamedQuery(
        name = "okaFlagByKey",
        query = "select f from FlagEntity f where f.realmId = :realmId and f.flagKey = :flagKey")
@NamedQuery(name = "okaDeleteFlagsOfRealm", query = "delete from FlagEntity f where f.realmId = :realmId")
class FlagEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "FLAG_KEY", length = 100, nullable = false)
    String flagKey = "";

    @Column(name = "DESCRIPTION", length = 1000)
    @Nullable
    String description;

    @Column(name = "ACTIVE", nullable = false)
    boolean active;

    /** JSON: a list of tiers. */
    @Column(name = "ENABLED_TIERS", nullable = false)
    String enabledTiers = "[]";

    @Column(name = "ROLLOUT_PERCENTAGE", nullable = false)
    int rolloutPercentage;

    /** JSON: a list of tiers. */
    @Column(name = "ROLLOUT_TIERS")
    @Nullable
    String rolloutTiers;

    @Column(name = "STICKINESS", length = 16, nullable = false)
    String stickiness = "";

    /** JSON. */
    @Column(name = "OFF_VALUE")
    @Nullable
    String offValue;

    /** JSON: a list of variants. */
    @Column(name = "VARIANTS", nullable = false)
    String variants = "[]";

    @Column(name = "VALUE_TYPE", length = 16, nullable = false)
    String valueType = "";

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    /** Counted by us, under the row's lock. */
    @Column(name = "VERSION", nullable = false)
    long version;
}
