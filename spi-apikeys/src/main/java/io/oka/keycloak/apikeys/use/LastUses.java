package io.oka.keycloak.apikeys.use;

import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeySecret;
import io.oka.keycloak.apikeys.ApiKeySnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * When keys were used last on this node, until it is written: one statement for all keys of an interval, however often
 * each was used. A key that many threads use touches nothing that they would wait for.
 */
final class LastUses {

    /** Beyond it uses go unrecorded until the next flush: a bound on memory, far above the keys of one interval. */
    static final int MOST_KEYS = 50_000;

    private static final int MOST_REHASHES = 1_000;

    private static final Logger LOG = Logger.getLogger(LastUses.class);

    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private final Map<String, Rehash> rehashes = new ConcurrentHashMap<>();

    /** A key that was made under an older pepper: only while it is used can it be hashed under the current one. */
    private record Rehash(String realmId, ApiKeySecret secret) {}

    void used(ApiKeySnapshot key, Instant at, @Nullable ApiKeySecret toHashAnew) {
        note(uses, MOST_KEYS, key.id(), at);
        if (toHashAnew != null) {
            note(rehashes, MOST_REHASHES, key.id(), new Rehash(key.realmId(), toHashAnew));
        }
    }

    /** Writes all that was noted; what cannot be written is kept for the next time. */
    void flush(KeycloakSessionFactory factory) {
        flushUses(factory);
        flushRehashes(factory);
    }

    /** Of a server that stops: hashing anew can wait for the next use, and needs more than may be there still. */
    void flushUses(KeycloakSessionFactory factory) {
        Map<String, Instant> taken = take(uses);
        if (taken.isEmpty()) {
            return;
        }
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> session.getProvider(ApiKeyProvider.class)
                    .recordUses(taken));
        } catch (RuntimeException e) {
            taken.forEach((id, at) -> uses.merge(id, at, (one, other) -> one.isAfter(other) ? one : other));
            LOG.warnf("The last uses of %d API keys were not written, and are tried again: %s", taken.size(), e);
        }
    }

    /** Each in a transaction of its own: a key that somebody holds right now keeps back no other. */
    private void flushRehashes(KeycloakSessionFactory factory) {
        take(rehashes).forEach((id, rehash) -> {
            try {
                KeycloakModelUtils.runJobInTransaction(factory, session -> rehash(session, id, rehash));
            } catch (RuntimeException e) {
                LOG.warnf("API key %s was not hashed under the current pepper; its next use tries again: %s", id, e);
            }
        });
    }

    private static void rehash(KeycloakSession session, String id, Rehash rehash) {
        RealmModel realm = session.realms().getRealm(rehash.realmId());
        if (realm != null) {
            session.getContext().setRealm(realm);
            session.getProvider(ApiKeyProvider.class).rehash(realm, id, rehash.secret());
        }
    }

    private static <V> void note(Map<String, V> notes, int most, String id, V value) {
        if (notes.size() < most || notes.containsKey(id)) {
            notes.put(id, value);
        }
    }

    /** Takes entry by entry: what is noted meanwhile is either taken or stays. */
    private static <V> Map<String, V> take(Map<String, V> notes) {
        Map<String, V> taken = new HashMap<>();
        for (Iterator<String> ids = notes.keySet().iterator(); ids.hasNext(); ) {
            String id = ids.next();
            V value = notes.remove(id);
            if (value != null) {
                taken.put(id, value);
            }
        }
        return taken;
    }
}
