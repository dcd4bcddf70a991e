package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.common.cache.CacheExpiry;
import io.oka.keycloak.common.lazy.Lazy;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantProviderFactory;
import io.oka.keycloak.tenants.organization.OrganizationFollower;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Stores tenants, and cleans up after users and realms that are no longer there. Option {@code cache-expiry}: how long a
 * node may go by what it remembers if a message about a change is lost, at most 30 seconds, as a duration such as
 * {@code PT30S}.
 */
public final class JpaTenantProviderFactory implements TenantProviderFactory {

    private final Lazy<TenantCaches> caches = new Lazy<>();
    private Duration cacheExpiry = CacheExpiry.LONGEST;
    private @Nullable TenantTasks tasks;

    @Override
    public TenantProvider create(KeycloakSession session) {
        return provider(session);
    }

    @Override
    public void init(Config.Scope config) {
        cacheExpiry = CacheExpiry.of("spi-oka-tenant--jpa--cache-expiry", config.get("cache-expiry"));
        tasks = new TenantTasks(config, this::provider);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> onEvent(factory, event));
        factory.register(new OrganizationFollower());
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "jpa";
    }

    private void onEvent(KeycloakSessionFactory factory, ProviderEvent event) {
        if (event instanceof PostMigrationEvent) {
            Objects.requireNonNull(tasks).start(factory);
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            provider(removed.getKeycloakSession())
                    .cleanup()
                    .realmRemoved(removed.getRealm().getId());
        } else if (event instanceof UserModel.UserPreRemovedEvent removed) {
            // The native removal of an organization's managed member raises this one only.
            provider(removed.getKeycloakSession())
                    .cleanup()
                    .userRemoved(removed.getRealm(), removed.getUser().getId());
        } else if (event instanceof UserModel.UserRemovedEvent removed) {
            provider(removed.getKeycloakSession())
                    .cleanup()
                    .userRemoved(removed.getRealm(), removed.getUser().getId());
        }
    }

    private JpaTenantProvider provider(KeycloakSession session) {
        return new JpaTenantProvider(
                session,
                session.getProvider(JpaConnectionProvider.class).getEntityManager(),
                caches(session.getKeycloakSessionFactory()));
    }

    private TenantCaches caches(KeycloakSessionFactory factory) {
        return caches.get(() -> TenantCaches.create(factory, cacheExpiry));
    }
}
