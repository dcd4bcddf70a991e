package io.oka.keycloak.apikeys.jpa;

import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeyQuery;
import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.apikeys.ApiKeyStatus;
import io.oka.keycloak.apikeys.ApiKeyTerms;
import io.oka.keycloak.apikeys.FoundApiKey;
import io.oka.keycloak.apikeys.IssuedApiKey;
import io.oka.keycloak.apikeys.NewApiKey;
import io.oka.keycloak.apikeys.RevocationReason;
import io.oka.keycloak.apikeys.key.ApiKeyFormat;
import io.oka.keycloak.apikeys.key.Peppers;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.TenantLimits;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * API keys in PostgreSQL, through Keycloak's persistence unit and in the request's own transaction: if the process dies
 * before that commits, a key that was being made was never there, and nobody has seen it.
 */
final class JpaApiKeyProvider implements ApiKeyProvider {

    private final KeycloakSession session;
    private final ApiKeyFormat format;
    private final Peppers peppers;
    private final ApiKeyChanges changes;

    JpaApiKeyProvider(KeycloakSession session, ApiKeyFormat format, Peppers peppers) {
        this.session = session;
        this.format = format;
        this.peppers = peppers;
        this.changes = new ApiKeyChanges(session);
    }

    @Override
    public IssuedApiKey create(TenantModel tenant, NewApiKey key) {
        session.getProvider(TenantProvider.class).lock(tenant);
        requireLiving(tenant);
        requireRoom(tenant);
        ApiKeyEntity row = new ApiKeyEntity();
        row.id = KeycloakModelUtils.generateId();
        row.familyId = row.id;
        row.name = key.name();
        row.environment = key.environment().wireName();
        row.scopes = ApiKeyRows.names(key.scopes());
        row.audiences = ApiKeyRows.names(key.audiences());
        row.allowedCidrs = ApiKeyRows.ranges(key.allowedCidrs());
        setLimit(row, key.quotaLimit(), wireName(key));
        row.expiresAt = key.expiresAt();
        row.endsAt = key.expiresAt();
        row.createdBy = key.createdBy();
        IssuedApiKey issued = issue(tenant, row, format.generate(key.environment()));
        changes.created(tenant.getRealm(), issued.key());
        return issued;
    }

    @Override
    public @Nullable ApiKey get(TenantModel tenant, String id) {
        ApiKeyEntity row = store().find(tenant, id);
        return row == null ? null : ApiKeyRows.key(row);
    }

    @Override
    public List<ApiKey> list(TenantModel tenant, ApiKeyQuery query, int first, int max) {
        return store().page(tenant, query, now(), first, max).stream()
                .map(ApiKeyRows::key)
                .toList();
    }

    @Override
    public long count(TenantModel tenant, ApiKeyQuery query) {
        return store().count(tenant, query, now());
    }

    @Override
    public @Nullable ApiKey update(TenantModel tenant, String id, Function<ApiKey, ApiKeyTerms> change) {
        ApiKeyEntity known = store().find(tenant, id);
        if (known == null) {
            return null;
        }
        requireLiving(tenant);
        Instant now = now();
        List<ApiKeyEntity> family = store().holdFamily(tenant, known.familyId, now);
        ApiKeyEntity row =
                family.stream().filter(one -> one.id.equals(id)).findFirst().orElseThrow(JpaApiKeyProvider::notActive);
        ApiKeyTerms before = ApiKeyTerms.of(ApiKeyRows.key(row));
        ApiKeyTerms terms = change.apply(ApiKeyRows.key(row));
        if (!terms.equals(before)) {
            row.name = terms.name();
            row.scopes = ApiKeyRows.names(terms.scopes());
            family.forEach(one -> setLimit(
                    one,
                    terms.quotaLimit(),
                    terms.quotaPeriod() == null ? null : terms.quotaPeriod().wireName()));
            em().flush();
            changes.updated(tenant.getRealm(), ApiKeyRows.key(row));
            family.forEach(one -> changes.touched(tenant.getRealm(), one.id));
        }
        return ApiKeyRows.key(row);
    }

    @Override
    public @Nullable ApiKey revoke(TenantModel tenant, String id, RevocationReason reason) {
        ApiKeyEntity row = store().hold(tenant, id);
        if (row == null) {
            return null;
        }
        if (row.revokedAt == null) {
            row.revokedAt = now();
            em().flush();
            changes.revoked(tenant.getRealm(), ApiKeyRows.key(row), reason);
            changes.touched(tenant.getRealm(), id);
        }
        return ApiKeyRows.key(row);
    }

    @Override
    public @Nullable IssuedApiKey rotate(TenantModel tenant, String id, Duration grace, @Nullable String rotatedBy) {
        ApiKeyEntity old = store().hold(tenant, id);
        if (old == null) {
            return null;
        }
        requireLiving(tenant);
        Instant now = now();
        if (ApiKeyRows.key(old).status(now) != ApiKeyStatus.ACTIVE) {
            throw notActive();
        }
        if (old.graceUntil != null) {
            throw new ConflictException("already_rotated", "The key has a successor: rotate that");
        }
        old.graceUntil = earlier(now.plus(grace), old.expiresAt);
        old.endsAt = old.graceUntil;
        ApiKeyEntity row = successor(old);
        row.createdBy = rotatedBy;
        ApiKey before = ApiKeyRows.key(old);
        IssuedApiKey issued = issue(tenant, row, format.generate(before.environment()));
        changes.rotated(tenant.getRealm(), issued.key(), before);
        changes.touched(tenant.getRealm(), id);
        return issued;
    }

    @Override
    public @Nullable ApiKeySecret parse(@Nullable String presented) {
        return format.parse(presented);
    }

    @Override
    public @Nullable FoundApiKey findBySecret(RealmModel realm, ApiKeySecret secret) {
        return store().byHash(realm, peppers.everyHash(realm.getId(), secret));
    }

    @Override
    public List<FoundApiKey> findByIds(RealmModel realm, Collection<String> ids) {
        return store().byIds(realm, ids);
    }

    @Override
    public String fingerprint(RealmModel realm, ApiKeySecret secret) {
        return HexFormat.of().formatHex(peppers.hash(realm.getId(), secret));
    }

    @Override
    public int pepperVersion() {
        return peppers.current();
    }

    @Override
    public boolean rehash(RealmModel realm, String id, ApiKeySecret secret) {
        LockTimeout.setShort(em());
        boolean rehashed = em().createNamedQuery("okaRehashApiKey")
                        .setParameter("hash", peppers.hash(realm.getId(), secret))
                        .setParameter("version", peppers.current())
                        .setParameter("id", id)
                        .setParameter("realmId", realm.getId())
                        .setParameter("hashes", peppers.everyHash(realm.getId(), secret))
                        .executeUpdate()
                == 1;
        if (rehashed) {
            changes.touched(realm, id);
        }
        return rehashed;
    }

    @Override
    public void recordUses(Map<String, Instant> lastUses) {
        LastUses.write(em(), lastUses);
    }

    @Override
    public void close() {}

    private IssuedApiKey issue(TenantModel tenant, ApiKeyEntity row, ApiKeySecret secret) {
        row.realmId = tenant.getRealm().getId();
        row.tenantId = tenant.getId();
        row.prefix = secret.prefix();
        row.last4 = secret.last4();
        row.hash = peppers.hash(row.realmId, secret);
        row.pepperVersion = peppers.current();
        row.createdAt = now();
        em().persist(row);
        em().flush();
        return new IssuedApiKey(ApiKeyRows.key(row), secret);
    }

    private static ApiKeyEntity successor(ApiKeyEntity old) {
        ApiKeyEntity row = new ApiKeyEntity();
        row.id = KeycloakModelUtils.generateId();
        row.familyId = old.familyId;
        row.name = old.name;
        row.environment = old.environment;
        row.scopes = old.scopes;
        row.audiences = old.audiences;
        row.allowedCidrs = old.allowedCidrs;
        setLimit(row, old.quotaLimit, old.quotaPeriod);
        row.expiresAt = old.expiresAt;
        row.endsAt = old.expiresAt;
        return row;
    }

    private void requireRoom(TenantModel tenant) {
        Integer limit = TenantLimits.of(session).keyLimit(tenant);
        if (limit != null && store().countFamilies(tenant, now()) >= limit) {
            throw new ConflictException("key_limit_reached", "The tenant's plan has no room for another API key");
        }
    }

    private static void requireLiving(TenantModel tenant) {
        if (tenant.getDeletedAt() != null) {
            throw new ConflictException("tenant_deleted", "The tenant is deleted: restore it first");
        }
    }

    private static ConflictException notActive() {
        return new ConflictException("not_active", "The key is revoked or expired, and stays so: make a new one");
    }

    private static void setLimit(ApiKeyEntity row, @Nullable Long limit, @Nullable String period) {
        row.quotaLimit = limit;
        row.quotaPeriod = period;
    }

    private static @Nullable String wireName(NewApiKey key) {
        return key.quotaPeriod() == null ? null : key.quotaPeriod().wireName();
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other != null && other.isBefore(one) ? other : one;
    }

    private ApiKeyStore store() {
        return new ApiKeyStore(em());
    }

    /** Asked for where it is used: parsing and naming a key touch no database. */
    private EntityManager em() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
