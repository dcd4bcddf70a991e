package io.oka.keycloak.apikeys.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key's row. It holds no key, but a hash of one that nobody can make without the operator's pepper. */
@Entity
@Table(name = "OKA_API_KEY")
@NamedQuery(
        name = "okaApiKey",
        query = "select k from ApiKeyEntity k where k.id = :id and k.tenantId = :tenantId and k.realmId = :realmId")
@NamedQuery(
        name = "okaApiKeyFamily",
        query = "select k from ApiKeyEntity k where k.tenantId = :tenantId and k.familyId = :familyId and"
                + ApiKeyEntity.LIVING + " order by k.id")
@NamedQuery(
        name = "okaApiKeyByHash",
        query = "select k," + ApiKeyEntity.TENANT + " where k.hash in :hashes and k.realmId = :realmId")
@NamedQuery(
        name = "okaApiKeysById",
        query = "select k," + ApiKeyEntity.TENANT + " where k.id in :ids and k.realmId = :realmId")
@NamedQuery(
        name = "okaCountApiKeyFamilies",
        query = "select count(distinct k.familyId) from ApiKeyEntity k where k.tenantId = :tenantId and"
                + ApiKeyEntity.LIVING)
@NamedQuery(
        name = "okaRehashApiKey",
        query = "update ApiKeyEntity k set k.hash = :hash, k.pepperVersion = :version where k.id = :id"
                + " and k.realmId = :realmId and k.hash in :hashes and k.pepperVersion <> :version")
@NamedQuery(
        name = "okaApiKeysToExpire",
        query = "select k from ApiKeyEntity k where k.endsAt <= :now and k.endsAt is not null and k.revokedAt is null"
                + " and k.expiredPublishedAt is null order by k.endsAt")
@NamedQuery(
        name = "okaApiKeysExpired",
        query = "update ApiKeyEntity k set k.expiredPublishedAt = :now where k.id in :ids")
@NamedQuery(name = "okaDeleteApiKeysOfTenant", query = "delete from ApiKeyEntity k where k.tenantId = :tenantId")
@NamedQuery(name = "okaDeleteApiKeysOfRealm", query = "delete from ApiKeyEntity k where k.realmId = :realmId")
class ApiKeyEntity {

    static final String LIVING = " k.revokedAt is null and (k.endsAt is null or k.endsAt > :now)";

    /** The tenant comes along with the key, so that a use whose key is cached nowhere costs one query. */
    static final String TENANT = " t.id, t.name, t.displayName, t.suspendedAt, t.quotaLimit from ApiKeyEntity k"
            + " left join TenantEntity t on t.id = k.tenantId and t.realmId = k.realmId and t.deletedAt is null";

    @Id
    @Column(name = "ID", length = 36)
    String id = "";

    @Column(name = "REALM_ID", length = 36, nullable = false)
    String realmId = "";

    @Column(name = "TENANT_ID", length = 36, nullable = false)
    String tenantId = "";

    @Column(name = "FAMILY_ID", length = 36, nullable = false)
    String familyId = "";

    @Column(name = "NAME", length = 100, nullable = false)
    String name = "";

    @Column(name = "PREFIX", length = 32, nullable = false)
    String prefix = "";

    @Column(name = "LAST4", length = 4, nullable = false)
    String last4 = "";

    @Column(name = "ENVIRONMENT", length = 8, nullable = false)
    String environment = "";

    /** JSON: a list of names. */
    @Column(name = "SCOPES", nullable = false)
    String scopes = "[]";

    /** JSON: a list of names. */
    @Column(name = "AUDIENCES", nullable = false)
    String audiences = "[]";

    @Column(name = "QUOTA_LIMIT")
    @Nullable
    Long quotaLimit;

    @Column(name = "QUOTA_PERIOD", length = 8)
    @Nullable
    String quotaPeriod;

    /** JSON: a list of ranges. */
    @Column(name = "ALLOWED_CIDRS", nullable = false)
    String allowedCidrs = "[]";

    @Column(name = "HASH", nullable = false)
    byte[] hash = {};

    @Column(name = "PEPPER_VERSION", nullable = false)
    int pepperVersion;

    /** 255 wide: federated users have long ids. */
    @Column(name = "CREATED_BY", length = 255)
    @Nullable
    String createdBy;

    @Column(name = "CREATED_AT", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "LAST_USED_AT", insertable = false, updatable = false)
    @Nullable
    Instant lastUsedAt;

    @Column(name = "EXPIRES_AT")
    @Nullable
    Instant expiresAt;

    @Column(name = "GRACE_UNTIL")
    @Nullable
    Instant graceUntil;

    /** The earlier of the two above. */
    @Column(name = "ENDS_AT")
    @Nullable
    Instant endsAt;

    @Column(name = "REVOKED_AT")
    @Nullable
    Instant revokedAt;

    /** When its end was told of; it is told of once. */
    @Column(name = "EXPIRED_PUBLISHED_AT")
    @Nullable
    Instant expiredPublishedAt;
}
