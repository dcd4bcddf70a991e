package io.oka.keycloak.common.cache;

import io.oka.keycloak.common.task.AfterCommit;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A cache on each node that forgets an entry everywhere once a change to it has committed, and by itself after a fixed
 * time, however often the entry is read, so that a lost message cannot keep it alive.
 *
 * <p>A value that was read before a change and would be put after it is not kept: loads are numbered against
 * invalidations. A transaction that has changed an entry reads past the cache.
 *
 * @param <V> the cached values; immutable
 */
public final class ClusterCache<V> {

    private static final String PENDING = "oka.cache.pending.";
    private static final int STRIPES = 256;

    private final KeycloakSessionFactory factory;
    private final String name;
    private final LocalCache<String, V> entries;
    private final AtomicLongArray invalidations = new AtomicLongArray(STRIPES);
    private final AtomicLong allInvalidations = new AtomicLong();

    private ClusterCache(KeycloakSessionFactory factory, String name, LocalCache<String, V> entries) {
        this.factory = factory;
        this.name = name;
        this.entries = entries;
    }

    /**
     * Makes a cache and listens for the other nodes; call it at {@code PostMigrationEvent}.
     *
     * @param name unique among our caches, and the same on every node
     * @param maxSize how many entries it holds at the most; beyond that those used least go
     * @param hardExpiry how long an entry lives after it was loaded
     */
    public static <V> ClusterCache<V> create(
            KeycloakSessionFactory factory, String name, int maxSize, Duration hardExpiry) {
        try (KeycloakSession session = factory.create()) {
            LocalCacheConfiguration<String, V> configuration = LocalCacheConfiguration.<String, V>builder()
                    .name(name)
                    .maxSize(maxSize)
                    // The overload with a plain duration sets the expiry after the last access.
                    .expirationAfterCreate((key, value) -> hardExpiry)
                    .build();
            ClusterCache<V> cache = new ClusterCache<>(
                    factory, name, session.getProvider(LocalCacheProvider.class).create(configuration));
            session.getProvider(ClusterProvider.class).registerListener(name, event -> {
                if (event instanceof CacheInvalidation invalidation
                        && invalidation.getCache().equals(name)) {
                    cache.forgetHere(invalidation.getKey());
                }
            });
            return cache;
        }
    }

    /**
     * The value for this key, loaded where it is not cached. A null is not cached.
     */
    public @Nullable V get(KeycloakSession session, String key, Supplier<@Nullable V> loader) {
        if (pending(session).contains(key)) {
            return loader.get();
        }
        V cached = entries.get(key);
        if (cached != null) {
            return cached;
        }
        int stripe = stripe(key);
        long before = invalidations.get(stripe);
        V loaded = loader.get();
        if (loaded != null && invalidations.get(stripe) == before) {
            entries.put(key, loaded);
            // An invalidation may have come between the look and the put: then this value may be the old one.
            if (invalidations.get(stripe) != before) {
                entries.invalidate(key);
            }
        }
        return loaded;
    }

    /** The value that is cached under this key; null where there is none, and for a transaction that has changed it. */
    public @Nullable V peek(KeycloakSession session, String key) {
        return pending(session).contains(key) ? null : entries.get(key);
    }

    /** What {@link #remember} asks for: taken before that is read which is to be remembered. */
    public long mark() {
        return allInvalidations.get();
    }

    /**
     * Keeps what was read past the cache, by another key than its own or together with something else. It is not kept if
     * anything at all was invalidated since the mark: it may have been that.
     */
    public void remember(KeycloakSession session, String key, V value, long mark) {
        if (allInvalidations.get() != mark || pending(session).contains(key)) {
            return;
        }
        entries.put(key, value);
        // As in get: an invalidation may have come between the look and the put.
        if (allInvalidations.get() != mark) {
            entries.invalidate(key);
        }
    }

    /**
     * Forgets the entry on every node once this session's transaction has committed; nothing happens if it rolls back.
     * If the process dies after the commit and before the message, the other nodes forget at the entry's expiry.
     */
    public void invalidateAfterCommit(KeycloakSession session, String key) {
        Set<String> pending = pending(session);
        if (pending.isEmpty()) {
            session.setAttribute(PENDING + name, pending);
            // After a rollback there is nothing to do: what was loaded past the cache was never put there.
            AfterCommit.run(session, () -> {
                pending.forEach(this::forgetHere);
                notifyOthers(pending);
            });
        }
        pending.add(key);
    }

    private void notifyOthers(Set<String> keys) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            ClusterProvider cluster = session.getProvider(ClusterProvider.class);
            keys.forEach(key -> cluster.notify(name, new CacheInvalidation(name, key), true));
        });
    }

    private void forgetHere(String key) {
        invalidations.incrementAndGet(stripe(key));
        allInvalidations.incrementAndGet();
        entries.invalidate(key);
    }

    @SuppressWarnings("unchecked")
    private Set<String> pending(KeycloakSession session) {
        Object pending = session.getAttribute(PENDING + name);
        return pending == null ? new HashSet<>() : (Set<String>) pending;
    }

    private static int stripe(String key) {
        return Math.floorMod(key.hashCode(), STRIPES);
    }
}
