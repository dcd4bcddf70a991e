package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.change.ChangesCommittedEvent;
import io.oka.keycloak.common.codes.ExternalCodes;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.outgoing.OutgoingHttp;
import io.oka.keycloak.common.task.AfterCommit;
import io.oka.keycloak.common.task.Loop;
import io.oka.keycloak.webhooks.EndpointSecrets;
import io.oka.keycloak.webhooks.WebhookEndpointChangedEvent;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * The deliveries of one node: three threads that look for work, and those that send. All state is in the database; nodes
 * share the work by locks and leases there, and know nothing of each other.
 */
public final class DeliveryEngine implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DeliveryEngine.class);

    /** Of the ten seconds that Keycloak gives a server to stop. */
    private static final Duration DRAIN = Duration.ofSeconds(4);

    private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

    private final KeycloakSessionFactory factory;
    private final OutgoingHttp http = new OutgoingHttp(Workers.MOST);
    private final Workers workers = new Workers();
    private final DeliveryClaimer claimer;
    private final Loop fanout;
    private final Loop claims;
    private final Loop holds;
    private final ProviderEventListener listener = this::onEvent;

    private DeliveryEngine(KeycloakSessionFactory factory, EndpointSecrets secrets) {
        this.factory = factory;
        WorkerDatabase database = new WorkerDatabase(factory, "webhooks");
        DeliveryWorker worker = new DeliveryWorker(
                new WebhookSender(factory, database, secrets, http),
                new DeliveryRecorder(factory, database),
                this::wakeClaims);
        this.claimer = new DeliveryClaimer(database, workers, UUID.randomUUID().toString(), worker::deliver);
        Fanout fansOut = new Fanout(database, ExternalCodes.of(factory), this::wakeClaims);
        Holder holder = new Holder(database, this::wakeClaims);
        this.fanout = new Loop("oka-webhook-fanout", fansOut::round);
        this.claims = new Loop("oka-webhook-claims", claimer::round);
        this.holds = new Loop("oka-webhook-holds", holder::round);
    }

    /** Begins to work; the tables must be there. */
    public static DeliveryEngine start(KeycloakSessionFactory factory, EndpointSecrets secrets) {
        DeliveryEngine engine = new DeliveryEngine(factory, secrets);
        factory.register(engine.listener);
        engine.fanout.start();
        engine.claims.start();
        engine.holds.start();
        return engine;
    }

    private void onEvent(ProviderEvent event) {
        if (event instanceof ChangesCommittedEvent) {
            fanout.wake();
        } else if (event instanceof DeliveriesDueEvent) {
            claims.wake();
        } else if (event instanceof WebhookEndpointChangedEvent changed) {
            AfterCommit.run(changed.session(), () -> {
                holds.wake();
                claims.wake();
            });
        }
    }

    private void wakeClaims() {
        claims.wake();
    }

    /**
     * Claims nothing more, lets what is under way come to its end for a while, cuts off the rest and gives its leases back.
     * A server that is killed does none of this: then the leases end by themselves.
     */
    @Override
    public void close() {
        factory.unregister(listener);
        List.of(fanout, claims, holds).forEach(Loop::end);
        List.of(fanout, claims, holds).forEach(Loop::close);
        workers.finish(DRAIN);
        try {
            http.close();
            workers.finish(AFTER_ABORT);
            claimer.giveBackAll();
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.infof("Leases were not given back, and end by themselves: %s", e.getMessage());
        }
    }
}
