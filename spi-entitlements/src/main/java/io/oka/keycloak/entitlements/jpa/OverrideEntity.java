package io.oka.keycloak.entitlements.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An override's row. */
@Entity
@Table(name = "OKA_OVERRIDE")
@NamedQuery(
        name = "okaOverrides",
        query = "select o from OverrideEntity o where o.realmId = :realmId order by o.id desc")
@NamedQuery(name = "okaCountOverrides", query = "select count(o) from OverrideEntity o where o.realmId = :realmId")
@NamedQuery(
        name = "okaOverridesOfTenant",
        query =
                "select o from OverrideEntity o where o.realmId = :realmId and o.tenantId = :tenantId order by o.id desc")
@NamedQuery(
        name = "okaCountOverridesOfTenant",
        query = "select count(o) from OverrideEntity o where o.realmId = :realmId and o.tenantId = :tenantId")
@NamedQuery(
        name = "okaActiveOverrides",
        query = "select o from OverrideEntity o where o.realmId = :realmId and o.tenantId = :tenantId"
                + " and o.endedAt is null and (o.expiresAt is null or o.expiresAt > :now) order by o.id desc")
@NamedQuery(
        name = "okaActiveOverridesOfTenants",
        query = "select o from OverrideEntity o where o.realmId = :realmId and o.tenantId in :tenantIds"
                + " and o.endedAt is null and (o.expiresAt is null or o.expiresAt > :now)")
@NamedQuery(
        name = "okaOverridesToEnd",
        query = "select o.id from OverrideEntity o where o.endedAt is null and o.expiresAt <= :now and o.id > :after"
                + " order by o.id")
@NamedQuery(
        name = "okaTierIsGranted",
        query = "select o.id from OverrideEntity o where o.realmId = :realmId and o.overrideType = 'tier_upgrade'"
                + " and o.overrideValue = :tier and o.endedAt is null and (o.expiresAt is null or o.expiresAt > :now)")
@NamedQuery(name = "okaDeleteOverridesOfTenant", query = "delete from OverrideEntity o where o.tenantId = :tenantId")
@NamedQuery(name = "okaDeleteOverridesOfRealm", query = "delete from OverrideEntity o where o.realmId = :realmId")
class OverrideEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "TENANT_ID", length = 36, nullable = false)
    String tenantId = "";

    @Column(name = "OVERRIDE_TYPE", length = 16, nullable = false)
    String overrideType = "";

    @Column(name = "OVERRIDE_VALUE", length = 100, nullable = false)
    String overrideValue = "";

    @Column(name = "SERVICE", length = 100)
    @Nullable
    String service;

    @Column(name = "REASON", length = 1000)
    @Nullable
    String reason;

    @Column(name = "GRANTED_BY", length = 255, nullable = false)
    String grantedBy = "";

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "EXPIRES_AT")
    @Nullable
    Instant expiresAt;

    @Column(name = "ENDED_AT")
    @Nullable
    Instant endedAt;
}
