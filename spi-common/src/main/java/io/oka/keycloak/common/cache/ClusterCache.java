package io.oka.keycloak.common.cache;

import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.outage.DatabaseWatch;
import io.oka.keycloak.common.outage.Staleness;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.task.AfterCommit;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.common.util.Time;
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
 * <p>While the database is away, a request that tolerates it ({@link Staleness}) goes by what was read at most {@link
 * CacheExpiry#LONGEST_WHILE_AWAY} ago and not invalidated since. After that, and for all others, there is no answer.
 *
 * @param <V> the cached values; immutable
 */
public final class ClusterCache<V> {

    private static final String PENDING = "oka.cache.pending.";
    private static final int STRIPES = 256;
    private static final int RETRY_SECONDS = 1;

    private final KeycloakSessionFactory factory;
    private final String name;
    private final LocalCache<String, Kept<V>> entries;
    private final Duration hardExpiry;
    private final AtomicLongArray invalidations = new AtomicLongArray(STRIPES);
    private final AtomicLong allInvalidations = new AtomicLong();

    private ClusterCache(
            KeycloakSessionFactory factory, String name, LocalCache<String, Kept<V>> entries, Duration hardExpiry) {
        this.factory = factory;
        this.name = name;
        this.entries = entries;
        this.hardExpiry = hardExpiry;
    }

    /**
     * A value and its age.
     *
     * @param readAt in milliseconds, before it was read
     */
    private record Kept<V>(V value, long readAt) {

        boolean isWithin(Duration age) {
            long old = Time.currentTimeMillis() - readAt;
            // One from the future is of before the clock was set back. The cache has a clock of its own, that nobody
            // sets.
            return old >= 0 && old < age.toMillis();
        }
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
            LocalCacheConfiguration<String, Kept<V>> configuration = LocalCacheConfiguration.<String, Kept<V>>builder()
                    .name(name)
                    .maxSize(maxSize)
                    // The overload with a plain duration sets the expiry after the last access.
                    .expirationAfterCreate((key, value) -> CacheExpiry.LONGEST_WHILE_AWAY)
                    .build();
            ClusterCache<V> cache = new ClusterCache<>(
                    factory, name, session.getProvider(LocalCacheProvider.class).create(configuration), hardExpiry);
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
     *
     * @throws io.oka.keycloak.common.problem.ProblemException as {@link #orStale}
     */
    public @Nullable V get(KeycloakSession session, String key, Supplier<@Nullable V> loader) {
        if (pending(session).contains(key)) {
            return loader.get();
        }
        V cached = cached(key, hardExpiry);
        return cached != null
                ? cached
                : orStale(session, Set.of(key), () -> one(key, load(key, loader)))
                        .get(key);
    }

    private @Nullable V load(String key, Supplier<@Nullable V> loader) {
        int stripe = stripe(key);
        long before = invalidations.get(stripe);
        long began = Time.currentTimeMillis();
        V loaded = loader.get();
        if (loaded != null && invalidations.get(stripe) == before) {
            entries.put(key, new Kept<>(loaded, began));
            // An invalidation may have come between the look and the put: then this value may be the old one.
            if (invalidations.get(stripe) != before) {
                entries.invalidate(key);
            }
        }
        return loaded;
    }

    private static <T> Map<String, T> one(String key, @Nullable T value) {
        return value == null ? Map.of() : Map.of(key, value);
    }

    /**
     * What a read past the cache gives; or, if the database is away and the session tolerates it, what was cached under
     * these keys. While it is known to be away nobody waits for a read.
     *
     * @param read gives what is there by these keys, and keeps it
     * @throws io.oka.keycloak.common.problem.ProblemException 503 if the database is known to be away and too little is
     *     cached, for a session that tolerates it
     */
    public Map<String, V> orStale(KeycloakSession session, Collection<String> keys, Supplier<Map<String, V>> read) {
        if (keys.stream().anyMatch(pending(session)::contains)) {
            return read.get();
        }
        if (!Staleness.isTolerated(session)) {
            return readPast(keys, read);
        }
        DatabaseWatch watch = DatabaseWatch.of(session);
        if (watch.isAway()) {
            Map<String, V> stale = stale(session, keys);
            if (stale == null) {
                throw Problem.unavailable(RETRY_SECONDS).asException();
            }
            return stale;
        }
        try {
            return readPast(keys, read);
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isAway(e)) {
                throw e;
            }
            watch.foundAway();
            Map<String, V> stale = stale(session, keys);
            if (stale == null) {
                throw e;
            }
            // The failure has spoilt the session's transaction: committing it would fail the answer.
            session.getTransactionManager().setRollbackOnly();
            return stale;
        }
    }

    private Map<String, V> readPast(Collection<String> keys, Supplier<Map<String, V>> read) {
        Map<String, V> found = read.get();
        // What is known to be gone does not come back when the database goes.
        keys.stream().filter(key -> !found.containsKey(key)).forEach(entries::invalidate);
        return found;
    }

    /** Null if any of them is missing. */
    private @Nullable Map<String, V> stale(KeycloakSession session, Collection<String> keys) {
        Map<String, V> all = new HashMap<>();
        for (String key : keys) {
            V stale = cached(key, CacheExpiry.LONGEST_WHILE_AWAY);
            if (stale == null) {
                return null;
            }
            all.put(key, stale);
        }
        Staleness.use(session);
        return all;
    }

    private @Nullable V cached(String key, Duration age) {
        Kept<V> kept = entries.get(key);
        return kept != null && kept.isWithin(age) ? kept.value() : null;
    }

    /** The value that is cached under this key; null where there is none, and for a transaction that has changed it. */
    public @Nullable V peek(KeycloakSession session, String key) {
        return pending(session).contains(key) ? null : cached(key, hardExpiry);
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
        entries.put(key, new Kept<>(value, Time.currentTimeMillis()));
        // As in load: an invalidation may have come between the look and the put.
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
