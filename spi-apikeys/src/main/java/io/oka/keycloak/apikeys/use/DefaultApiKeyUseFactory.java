package io.oka.keycloak.apikeys.use;

import io.oka.keycloak.apikeys.ApiKeyChangedEvent;
import io.oka.keycloak.apikeys.ApiKeyUse;
import io.oka.keycloak.apikeys.ApiKeyUseFactory;
import io.oka.keycloak.common.lazy.Lazy;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.timer.TimerProvider;

/** Keeps what a node remembers of keys, and writes in the background when they were used; see {@link UseOptions}. */
public final class DefaultApiKeyUseFactory implements ApiKeyUseFactory {

    /** Each node has its own to write: no task of the cluster. */
    static final String FLUSH = "oka-flush-api-key-uses";

    private final LastUses lastUses = new LastUses();
    private final Lazy<KeyCaches> caches = new Lazy<>();

    private @Nullable UseOptions options;
    private @Nullable KeycloakSessionFactory factory;

    @Override
    public ApiKeyUse create(KeycloakSession session) {
        return new DefaultApiKeyUse(
                session,
                caches(session.getKeycloakSessionFactory()),
                lastUses,
                options().tokenLifespan());
    }

    @Override
    public void init(Config.Scope config) {
        options = UseOptions.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory made) {
        factory = made;
        made.register(event -> onEvent(made, event));
    }

    /** A clean stop loses no use: {@link #dependsOn} keeps the database until then. */
    @Override
    public void close() {
        if (factory != null) {
            lastUses.flushUses(factory);
        }
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public String getId() {
        return "default";
    }

    private void onEvent(KeycloakSessionFactory made, ProviderEvent event) {
        if (event instanceof ApiKeyChangedEvent changed) {
            caches(made).forget(changed);
        } else if (event instanceof PostMigrationEvent) {
            try (KeycloakSession session = made.create()) {
                session.getProvider(TimerProvider.class)
                        .schedule(
                                () -> lastUses.flush(made),
                                options().flushInterval().toMillis(),
                                FLUSH);
            }
        }
    }

    private UseOptions options() {
        return Objects.requireNonNull(options);
    }

    private KeyCaches caches(KeycloakSessionFactory made) {
        return caches.get(() -> KeyCaches.create(made, options().cacheExpiry()));
    }
}
