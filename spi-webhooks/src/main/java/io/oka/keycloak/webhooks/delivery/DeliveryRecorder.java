package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.DisabledReason;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookEndpoints;
import io.oka.keycloak.webhooks.WebhookProvider;
import io.oka.keycloak.webhooks.WebhookScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Records what an attempt led to: the delivery's state, the attempt's row and the endpoint's health in one transaction. If
 * the process dies before it commits, the lease ends and the message is sent again; after it, all is told. The endpoint's
 * row is always held before the delivery's, so that no two of these wait for each other.
 */
final class DeliveryRecorder {

    private static final Logger LOG = Logger.getLogger(DeliveryRecorder.class);

    private final KeycloakSessionFactory factory;
    private final WorkerDatabase database;
    private final OutcomeRows rows;

    DeliveryRecorder(KeycloakSessionFactory factory, WorkerDatabase database) {
        this.factory = factory;
        this.database = database;
        this.rows = new OutcomeRows(database);
    }

    /**
     * Nothing is recorded of a delivery whose lease has ended meanwhile: it is another node's.
     *
     * @return why the endpoint is to end; null if it is not
     */
    @Nullable
    DisabledReason record(ClaimedDelivery delivery, Attempt attempt) throws SQLException {
        @Nullable DisabledReason[] ends = {null};
        database.inTransaction((connection, now) -> {
            DeliveryOutcome outcome = DeliveryOutcome.of(
                    attempt.result(),
                    delivery.attempts() + 1,
                    now,
                    ThreadLocalRandom.current().nextDouble());
            OutcomeRows.Held endpoint = null;
            if (outcome instanceof DeliveryOutcome.Delivered) {
                rows.well(connection, now, delivery.endpointId());
            } else {
                endpoint = rows.lock(connection, delivery.endpointId());
            }
            if (!rows.finish(connection, delivery, end(outcome, endpoint, now), attempt)) {
                LOG.infof("Delivery %s was taken over while it was sent from here", delivery.id());
                return false;
            }
            rows.insert(connection, delivery, attempt);
            if (endpoint != null && attempt.result() != null) {
                ends[0] = ill(connection, delivery, outcome, endpoint, now);
            }
            return true;
        });
        return ends[0];
    }

    private static OutcomeRows.End end(DeliveryOutcome outcome, OutcomeRows.@Nullable Held endpoint, Instant now) {
        if (outcome instanceof DeliveryOutcome.Delivered) {
            return new OutcomeRows.End(DeliveryState.DELIVERED, null, now);
        }
        if (endpoint == null || endpoint.deleted()) {
            return new OutcomeRows.End(DeliveryState.CANCELLED, null, now);
        }
        if (outcome instanceof DeliveryOutcome.Retry retry) {
            return new OutcomeRows.End(
                    endpoint.active() ? DeliveryState.RETRYING : DeliveryState.HELD, retry.at(), null);
        }
        return new OutcomeRows.End(DeliveryState.DEAD, null, now);
    }

    private @Nullable DisabledReason ill(
            Connection connection,
            ClaimedDelivery delivery,
            DeliveryOutcome outcome,
            OutcomeRows.Held endpoint,
            Instant now)
            throws SQLException {
        EndpointHealth health = endpoint.health().failed(now);
        rows.ill(connection, delivery.endpointId(), health);
        if (!endpoint.active() || endpoint.deleted()) {
            return null;
        }
        boolean gone = (outcome instanceof DeliveryOutcome.Retry retry && retry.gone())
                || (outcome instanceof DeliveryOutcome.Dead dead && dead.gone());
        if (gone) {
            return DisabledReason.GONE;
        }
        return health.isHopeless(now) ? DisabledReason.FAILING : null;
    }

    /**
     * Ends deliveries to an endpoint, as a change like any other. If the process dies before it commits, the endpoint goes
     * on, and the next attempt, which fails as this one did, comes to the same end.
     */
    void disable(ClaimedDelivery delivery, DisabledReason reason) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> disable(session, delivery, reason));
    }

    private static void disable(KeycloakSession session, ClaimedDelivery delivery, DisabledReason reason) {
        WebhookScope scope = scope(session, delivery);
        if (scope == null) {
            return;
        }
        WebhookEndpoints endpoints = WebhookProvider.of(session).endpoints();
        WebhookEndpoint held = endpoints.lock(scope, delivery.endpointId());
        // Somebody may have done something about it meanwhile.
        if (held == null
                || !held.active()
                || !held.url().equals(delivery.url())
                || held.health().failingSince() == null) {
            return;
        }
        endpoints.disable(scope, held, reason);
        LOG.infof("Webhook %s is disabled: %s", held.id(), reason.wireName());
    }

    private static @Nullable WebhookScope scope(KeycloakSession session, ClaimedDelivery delivery) {
        RealmModel realm = session.realms().getRealm(delivery.realmId());
        if (realm == null) {
            return null;
        }
        session.getContext().setRealm(realm);
        if (delivery.tenantId() == null) {
            return WebhookScope.of(realm);
        }
        TenantModel tenant = session.getProvider(TenantProvider.class).getTenantOrDeleted(realm, delivery.tenantId());
        return tenant == null ? null : WebhookScope.of(tenant);
    }
}
