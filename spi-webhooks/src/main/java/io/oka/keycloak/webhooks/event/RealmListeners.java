package io.oka.keycloak.webhooks.event;

import io.oka.keycloak.common.cache.CacheExpiry;
import io.oka.keycloak.common.cache.ClusterCache;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookEndpointChangedEvent;
import io.oka.keycloak.webhooks.WebhookProvider;
import io.oka.keycloak.webhooks.WebhookScope;
import io.oka.keycloak.webhooks.catalogue.EventPatterns;
import java.util.List;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * What the realm's own endpoints want to hear of, from this node's memory: a login costs a row only where somebody
 * listens for logins. An endpoint that is made hears of what follows it on this node, and within the cache's expiry on one
 * that the message does not reach.
 */
final class RealmListeners {

    private static final int MOST_REALMS = 10_000;
    private static final int MOST_ENDPOINTS = 1_000;

    private final ClusterCache<List<String>> patterns;

    private RealmListeners(ClusterCache<List<String>> patterns) {
        this.patterns = patterns;
    }

    static RealmListeners start(KeycloakSessionFactory factory) {
        RealmListeners listeners = new RealmListeners(
                ClusterCache.create(factory, "oka-webhooks-realm-listeners", MOST_REALMS, CacheExpiry.LONGEST));
        factory.register(event -> {
            if (event instanceof WebhookEndpointChangedEvent changed) {
                listeners.changed(changed);
            }
        });
        return listeners;
    }

    boolean want(KeycloakSession session, RealmModel realm, String type) {
        List<String> wanted = patterns.get(session, realm.getId(), () -> load(session, realm));
        return EventPatterns.want(Objects.requireNonNull(wanted), type, true);
    }

    private static List<String> load(KeycloakSession session, RealmModel realm) {
        return WebhookProvider.of(session).endpoints().list(WebhookScope.of(realm), 0, MOST_ENDPOINTS).stream()
                .flatMap(endpoint -> endpoint.events().stream())
                .distinct()
                .toList();
    }

    private void changed(WebhookEndpointChangedEvent changed) {
        WebhookEndpoint endpoint = changed.after() == null ? changed.before() : changed.after();
        if (endpoint != null && endpoint.tenantId() == null) {
            patterns.invalidateAfterCommit(changed.session(), changed.realmId());
        }
    }
}
