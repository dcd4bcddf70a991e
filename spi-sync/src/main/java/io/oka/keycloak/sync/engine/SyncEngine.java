package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.task.Loop;
import io.oka.keycloak.sync.operations.BreakerRows;
import io.oka.keycloak.sync.operations.SettingsLook;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * The items of one node: a thread that looks for what is due, one that writes what becomes of jobs, and those that apply.
 * All state is in the database; nodes share the work by locks and leases there, and know nothing of each other.
 */
public final class SyncEngine implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SyncEngine.class);

    /** Of the ten seconds that Keycloak gives a server to stop. */
    private static final Duration DRAIN = Duration.ofSeconds(4);

    private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

    private final KeycloakSessionFactory factory;
    private final String owner = UUID.randomUUID().toString();
    private final Leases leases;
    private final LaneWorker worker;
    private final Workers workers;
    private final Aftermath aftermath;
    private final Loop claims;
    private final Loop states;
    private final ProviderEventListener listener = this::onEvent;

    private SyncEngine(KeycloakSessionFactory factory) {
        this.factory = factory;
        WorkerDatabase database = new WorkerDatabase(factory, "sync");
        SettingsLook settings = new SettingsLook(database);
        BreakerRows breakers = new BreakerRows(database, settings);
        this.leases = new Leases(database);
        this.aftermath = new Aftermath(new JobStates(database));
        this.worker = new LaneWorker(new ItemWorker(factory, database), leases, breakers, aftermath, this::laneEnded);
        this.workers = new Workers(worker::work);
        Claimer claimer = new Claimer(database, leases, breakers, settings, workers, aftermath, owner);
        this.claims = new Loop("oka-sync-claims", claimer::round);
        this.states = new Loop("oka-sync-states", aftermath::round);
    }

    /** Begins to work; the tables must be there. */
    public static SyncEngine start(KeycloakSessionFactory factory) {
        SyncEngine engine = new SyncEngine(factory);
        factory.register(engine.listener);
        engine.claims.start();
        engine.states.start();
        return engine;
    }

    private void onEvent(ProviderEvent event) {
        if (event instanceof SyncWorkEvent work) {
            aftermath.jobsChanged(work.jobIds());
            states.wake();
            claims.wake();
        }
    }

    private void laneEnded() {
        claims.wake();
        states.wake();
    }

    /**
     * Claims nothing more, lets the items that are under way come to their end for a while, and gives all leases back. A
     * server that is killed does none of this: then the leases end by themselves.
     */
    @Override
    public void close() {
        factory.unregister(listener);
        worker.end();
        claims.close();
        states.close();
        workers.finish(DRAIN);
        try {
            workers.finish(AFTER_ABORT);
            int cutOff = leases.giveBackAll(owner);
            if (cutOff > 0) {
                LOG.infof("%d items were cut off by the end of the server; they are applied again", cutOff);
            }
            // Nobody else writes states by now.
            aftermath.round();
        } catch (SQLException | RuntimeException e) {
            LOG.infof("Leases were not given back, and end by themselves: %s", e.getMessage());
        }
    }
}
