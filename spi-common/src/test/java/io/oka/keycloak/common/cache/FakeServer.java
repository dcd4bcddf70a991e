package io.oka.keycloak.common.cache;

import io.oka.keycloak.common.outage.DatabaseWatch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.keycloak.cache.LocalCache;
import org.keycloak.cache.LocalCacheConfiguration;
import org.keycloak.cache.LocalCacheProvider;
import org.keycloak.cluster.ClusterEvent;
import org.keycloak.cluster.ClusterListener;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.cluster.ExecutionResult;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

/** As much of a server as a cache sees: sessions whose transactions end when told to, and a cluster of one. */
final class FakeServer {

    /** Set on a session whose transaction is not to be committed. */
    static final String ROLLBACK_ONLY = "rollback only";

    /** Whether this node knows that the database is away. */
    boolean away;

    /** What was sent to the other nodes. */
    final List<ClusterEvent> sent = new ArrayList<>();

    private final List<ClusterListener> listeners = new ArrayList<>();
    private final Map<KeycloakSession, List<KeycloakTransaction>> afterCompletion = new HashMap<>();

    KeycloakSessionFactory factory() {
        return proxy(
                KeycloakSessionFactory.class,
                (self, method, arguments) -> method.getName().equals("create") ? session() : null);
    }

    KeycloakSession session() {
        Map<String, Object> attributes = new HashMap<>();
        List<KeycloakTransaction> enlisted = new ArrayList<>();
        KeycloakTransactionManager transactions = proxy(KeycloakTransactionManager.class, (self, method, arguments) -> {
            if (method.getName().equals("enlistAfterCompletion")) {
                enlisted.add((KeycloakTransaction) arguments[0]);
            } else if (method.getName().equals("setRollbackOnly")) {
                attributes.put(ROLLBACK_ONLY, true);
            }
            return nothing(method.getReturnType());
        });
        KeycloakSession session = proxy(KeycloakSession.class, (self, method, arguments) -> switch (method.getName()) {
            case "getProvider" -> provider((Class<?>) arguments[0]);
            case "getTransactionManager" -> transactions;
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "getKeycloakSessionFactory" -> factory();
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> self == arguments[0];
            default -> nothing(method.getReturnType());
        });
        afterCompletion.put(session, enlisted);
        return session;
    }

    private Object provider(Class<?> type) {
        if (type == DatabaseWatch.class) {
            return new Watch();
        }
        return type == LocalCacheProvider.class ? new Maps() : new Cluster();
    }

    void commit(KeycloakSession session) {
        for (KeycloakTransaction transaction : enlisted(session)) {
            transaction.begin();
            transaction.commit();
        }
    }

    void rollBack(KeycloakSession session) {
        for (KeycloakTransaction transaction : enlisted(session)) {
            transaction.begin();
            transaction.rollback();
        }
    }

    /** A message of another node. */
    void receive(ClusterEvent event) {
        listeners.forEach(listener -> listener.eventReceived(event));
    }

    private List<KeycloakTransaction> enlisted(KeycloakSession session) {
        return afterCompletion.getOrDefault(session, List.of());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object nothing(Class<?> type) {
        return type == boolean.class ? Boolean.FALSE : null;
    }

    /** Knows what it is told. */
    private final class Watch implements DatabaseWatch {

        @Override
        public boolean isAway() {
            return away;
        }

        @Override
        public void foundAway() {
            away = true;
        }
    }

    /** Caches that keep everything. */
    private static final class Maps implements LocalCacheProvider {

        @Override
        public <K, V> LocalCache<K, V> create(LocalCacheConfiguration<K, V> configuration) {
            Map<K, V> entries = new HashMap<>();
            return new LocalCache<>() {
                @Override
                public @Nullable V get(K key) {
                    return entries.get(key);
                }

                @Override
                public void put(K key, V value) {
                    entries.put(key, value);
                }

                @Override
                public void invalidate(K key) {
                    entries.remove(key);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }

    /** Writes down what is sent. */
    private final class Cluster implements ClusterProvider {

        @Override
        public void registerListener(String taskKey, ClusterListener listener) {
            listeners.add(listener);
        }

        @Override
        public void notify(String taskKey, ClusterEvent event, boolean ignoreSender, DCNotify dcNotify) {
            sent.add(event);
        }

        @Override
        public int getClusterStartupTime() {
            return 0;
        }

        @Override
        public <T> ExecutionResult<T> executeIfNotExecuted(String taskKey, int seconds, Callable<T> task) {
            throw new UnsupportedOperationException();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Future<Boolean> executeIfNotExecutedAsync(String taskKey, int seconds, Callable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
