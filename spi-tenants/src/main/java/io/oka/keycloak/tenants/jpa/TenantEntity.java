package io.oka.keycloak.tenants.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A tenant's row. */
@Entity
@Table(name = "OKA_TENANT")
@NamedQuery(
        name = "okaTenantByName",
        query = "select t from TenantEntity t where t.realmId = :realmId and t.liveName = :name")
@NamedQuery(
        name = "okaTenantIdByName",
        query = "select t.id from TenantEntity t where t.realmId = :realmId and t.liveName = :name")
@NamedQuery(
        name = "okaTenantByOrganization",
        query = "select t from TenantEntity t where t.realmId = :realmId and t.organizationId = :organizationId"
                + " and t.deletedAt is null")
@NamedQuery(
        name = "okaLivingTenants",
        query = "select t.id from TenantEntity t where t.realmId = :realmId and t.id in :ids and t.deletedAt is null")
@NamedQuery(
        name = "okaOwnerlessTenants",
        query = "select t.id from TenantEntity t where t.realmId = :realmId and t.id in :ids and not exists"
                + " (select m.userId from TenantMemberEntity m where m.tenantId = t.id and m.role = 'owner')")
@NamedQuery(
        name = "okaTenantsToPurge",
        query = "select t from TenantEntity t where t.deletedAt < :before order by t.deletedAt")
@NamedQuery(name = "okaDeleteTenantsOfRealm", query = "delete from TenantEntity t where t.realmId = :realmId")
class TenantEntity {

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "NAME", length = 63, nullable = false)
    String name = "";

    /** The name while the tenant lives; null once it is deleted. */
    @Column(name = "LIVE_NAME", length = 63)
    @Nullable
    String liveName;

    @Column(name = "DISPLAY_NAME", length = 255)
    @Nullable
    String displayName;

    /** JSON: names to lists of values. */
    @Column(name = "ATTRIBUTES", nullable = false)
    String attributes = "{}";

    @Column(name = "QUOTA_LIMIT")
    @Nullable
    Long quotaLimit;

    @Column(name = "ORGANIZATION_ID", length = 36)
    @Nullable
    String organizationId;

    @Column(name = "MEMBERSHIP_AUTHORITY", length = 16, nullable = false)
    String membershipAuthority = "tenant";

    @Column(name = "SUSPENDED_AT")
    @Nullable
    Instant suspendedAt;

    @Column(name = "DELETED_AT")
    @Nullable
    Instant deletedAt;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "UPDATED_AT", nullable = false)
    Instant updatedAt = Instant.EPOCH;

    @Version
    @Column(name = "VERSION", nullable = false)
    long version;
}
