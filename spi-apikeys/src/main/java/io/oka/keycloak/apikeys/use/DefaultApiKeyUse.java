package io.oka.keycloak.apikeys.use;

import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.ApiKeyStatus;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.apikeys.FoundApiKey;
import io.oka.keycloak.apikeys.KeyCheck;
import io.oka.keycloak.apikeys.KeyVerdict;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Looks keys up and judges them. */
final class DefaultApiKeyUse implements ApiKeyUse {

    private final KeycloakSession session;
    private final KeyCaches caches;
    private final LastUses lastUses;
    private final Duration tokenLifespan;

    DefaultApiKeyUse(KeycloakSession session, KeyCaches caches, LastUses lastUses, Duration tokenLifespan) {
        this.session = session;
        this.caches = caches;
        this.lastUses = lastUses;
        this.tokenLifespan = tokenLifespan;
    }

    @Override
    public KeyCheck check(RealmModel realm, @Nullable String presented, Predicate<ApiKeySnapshot> allowedFrom) {
        ApiKeySecret secret = provider().parse(presented);
        if (secret == null) {
            return new KeyCheck(KeyVerdict.MALFORMED, null, null);
        }
        ApiKeySnapshot key = find(realm, secret);
        return new KeyCheck(key == null ? KeyVerdict.UNKNOWN : judge(realm, key, allowedFrom), key, secret);
    }

    @Override
    public Map<String, ApiKeySnapshot> known(RealmModel realm, Collection<String> keyIds) {
        Map<String, ApiKeySnapshot> found = new HashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (String id : keyIds) {
            String at = KeyCaches.at(realm.getId(), id);
            ApiKeySnapshot key = caches.keys().peek(session, at);
            if (key == null) {
                others.put(at, id);
            } else {
                found.put(id, key);
            }
        }
        if (!others.isEmpty()) {
            caches.keys()
                    .orStale(session, others.keySet(), () -> read(realm, others.values()))
                    .values()
                    .forEach(key -> found.put(key.id(), key));
        }
        return found;
    }

    /** By where they are cached. */
    private Map<String, ApiKeySnapshot> read(RealmModel realm, Collection<String> keyIds) {
        return load(realm, () -> provider().findByIds(realm, keyIds)).stream()
                .collect(Collectors.toMap(key -> KeyCaches.at(realm.getId(), key.id()), key -> key));
    }

    @Override
    public @Nullable ApiKeySnapshot working(RealmModel realm, String keyId, String tenantId) {
        return judged(realm, keyId, tenantId, Set.of(KeyVerdict.VALID, KeyVerdict.TENANT_SUSPENDED));
    }

    @Override
    public @Nullable ApiKeySnapshot live(RealmModel realm, String keyId, String tenantId) {
        return judged(realm, keyId, tenantId, Set.of(KeyVerdict.VALID));
    }

    private @Nullable ApiKeySnapshot judged(RealmModel realm, String keyId, String tenantId, Set<KeyVerdict> good) {
        ApiKeySnapshot key = known(realm, keyId);
        boolean holds =
                key != null && key.tenantId().equals(tenantId) && good.contains(judge(realm, key, anywhere -> true));
        return holds ? key : null;
    }

    @Override
    public void used(KeyCheck valid) {
        if (valid.key() != null && valid.secret() != null) {
            boolean hashedAnew = valid.key().pepperVersion() != provider().pepperVersion();
            lastUses.used(valid.key(), now(), hashedAnew ? valid.secret() : null);
        }
    }

    @Override
    public Duration tokenLifespan() {
        return tokenLifespan;
    }

    /** In the order in which the contract names them; each key is asked all of it, so that none is refused sooner. */
    private KeyVerdict judge(RealmModel realm, ApiKeySnapshot key, Predicate<ApiKeySnapshot> allowedFrom) {
        TenantSnapshot tenant = session.getProvider(TenantProvider.class).snapshot(realm, key.tenantId());
        boolean allowed = allowedFrom.test(key);
        ApiKeyStatus status = key.status(now());
        if (status != ApiKeyStatus.ACTIVE) {
            return status == ApiKeyStatus.REVOKED ? KeyVerdict.REVOKED : KeyVerdict.EXPIRED;
        }
        if (!allowed) {
            return KeyVerdict.ADDRESS_DENIED;
        }
        if (tenant == null) {
            return KeyVerdict.TENANT_DELETED;
        }
        return tenant.suspended() ? KeyVerdict.TENANT_SUSPENDED : KeyVerdict.VALID;
    }

    private @Nullable ApiKeySnapshot find(RealmModel realm, ApiKeySecret secret) {
        String at = KeyCaches.at(realm.getId(), provider().fingerprint(realm, secret));
        String id = caches.ids().peek(session, at);
        ApiKeySnapshot known = id == null ? null : caches.keys().peek(session, KeyCaches.at(realm.getId(), id));
        if (known != null) {
            return known;
        }
        if (id == null && caches.misses().peek(session, at) != null) {
            return null;
        }
        // Two caches to fill, and no message ever comes to either: what a secret is does not change.
        long idsMark = caches.ids().mark();
        long missesMark = caches.misses().mark();
        ApiKeySnapshot found =
                load(realm, () -> Stream.ofNullable(provider().findBySecret(realm, secret))
                                .toList())
                        .stream()
                        .findFirst()
                        .orElse(null);
        if (found == null) {
            caches.misses().remember(session, at, true, missesMark);
        } else {
            caches.ids().remember(session, at, found.id(), idsMark);
        }
        return found;
    }

    /** Reads keys with their tenants, and keeps both unless something has changed meanwhile. */
    private List<ApiKeySnapshot> load(RealmModel realm, Supplier<List<FoundApiKey>> query) {
        TenantProvider tenants = session.getProvider(TenantProvider.class);
        long keysMark = caches.keys().mark();
        long tenantsMark = tenants.snapshotMark();
        List<FoundApiKey> found = query.get();
        for (FoundApiKey one : found) {
            caches.keys()
                    .remember(session, KeyCaches.at(realm.getId(), one.key().id()), one.key(), keysMark);
            if (one.tenant() != null) {
                tenants.offerSnapshot(realm, one.tenant(), tenantsMark);
            }
        }
        return found.stream().map(FoundApiKey::key).toList();
    }

    private ApiKeyProvider provider() {
        return session.getProvider(ApiKeyProvider.class);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
