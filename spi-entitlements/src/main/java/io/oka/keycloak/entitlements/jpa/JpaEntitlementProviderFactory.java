package io.oka.keycloak.entitlements.jpa;

import io.oka.keycloak.common.cache.CacheExpiry;
import io.oka.keycloak.common.lazy.Lazy;
import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.EntitlementProviderFactory;
import io.oka.keycloak.tenants.TenantModel;
import java.time.Duration;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * Stores entitlements, begins a subscription for each new tenant, and cleans up after tenants and realms. Option {@code
 * cache-expiry}: how long a node may go by what it remembers if a message about a change is lost, at most 30 seconds, as a
 * duration such as {@code PT30S}.
 */
public final class JpaEntitlementProviderFactory implements EntitlementProviderFactory {

    private final Lazy<EntitlementCaches> caches = new Lazy<>();
    private Duration cacheExpiry = CacheExpiry.LONGEST;

    @Override
    public EntitlementProvider create(KeycloakSession session) {
        return provider(session);
    }

    @Override
    public void init(Config.Scope config) {
        cacheExpiry = CacheExpiry.of("spi-oka-entitlements--jpa--cache-expiry", config.get("cache-expiry"));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> onEvent(factory, event));
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "jpa";
    }

    private void onEvent(KeycloakSessionFactory factory, ProviderEvent event) {
        if (event instanceof PostMigrationEvent) {
            new EntitlementTasks(this::provider).start(factory);
        } else if (event instanceof TenantModel.TenantCreatedEvent created) {
            provider(created.getSession()).subscriptions().begin(created.getTenant());
        } else if (event instanceof TenantModel.TenantPurgedEvent purged) {
            provider(purged.getSession()).forgetTenant(purged.getTenant().getId());
        } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
            provider(removed.getKeycloakSession())
                    .forgetRealm(removed.getRealm().getId());
        }
    }

    private JpaEntitlementProvider provider(KeycloakSession session) {
        return new JpaEntitlementProvider(
                session,
                session.getProvider(JpaConnectionProvider.class).getEntityManager(),
                caches(session.getKeycloakSessionFactory()));
    }

    private EntitlementCaches caches(KeycloakSessionFactory factory) {
        return caches.get(() -> EntitlementCaches.create(factory, cacheExpiry));
    }
}
