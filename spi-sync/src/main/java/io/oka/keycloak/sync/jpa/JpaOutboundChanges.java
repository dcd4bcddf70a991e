package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.sync.OutboundChanges;
import io.oka.keycloak.sync.outbound.Feed;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the other system is told of: usage and entitlements, with its own codes. In PostgreSQL. */
record JpaOutboundChanges(KeycloakSession session, EntityManager em) implements OutboundChanges {

    /** Only names tables: it opens no connection. */
    private static final Duration NETWORK = Duration.ofSeconds(10);

    @Override
    public Page after(RealmModel realm, String system, @Nullable String place, int limit) {
        LockTimeout.set(em);
        return em.unwrap(Session.class)
                .doReturningWork(connection -> feed().after(connection, realm.getId(), system, place, limit));
    }

    @Override
    public String since(RealmModel realm, Instant time) {
        return em.unwrap(Session.class).doReturningWork(connection -> feed().since(connection, time));
    }

    private Feed feed() {
        return new Feed(OwnConnections.of(session.getKeycloakSessionFactory(), NETWORK));
    }
}
