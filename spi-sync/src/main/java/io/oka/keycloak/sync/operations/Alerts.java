package io.oka.keycloak.sync.operations;

import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.common.outgoing.OutgoingHttp;
import io.oka.keycloak.common.outgoing.OutgoingRequest;
import io.oka.keycloak.common.outgoing.OutgoingResult;
import io.oka.keycloak.common.outgoing.OutgoingTargets;
import io.oka.keycloak.common.outgoing.OutgoingUrl;
import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.common.task.DaemonThreads;
import io.oka.keycloak.common.task.Loop;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells operators what they are to know. What holds is found by one node at a time and kept in rows; what is to be told is
 * leased, sent by threads of its own with no transaction open, and marked then. A node that dies between sends the message
 * twice, never not at all. However a receiver behaves, nothing but its own realm's alerts waits for it.
 */
final class Alerts implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Alerts.class);

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;
    private static final int LONGEST_ERROR = 255;

    private final WorkerDatabase database;
    private final SettingsLook settings;
    private final AlertConditions conditions;
    private final AlertRows rows;
    private final AlertAddresses addresses;
    private final OutgoingHttp http = new OutgoingHttp(AT_ONCE);
    private final ThreadPoolExecutor senders = new ThreadPoolExecutor(
            0, AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), DaemonThreads.numbered("oka-sync-alert-"));
    private final Loop loop = new Loop("oka-sync-alerts", this::round);

    Alerts(WorkerDatabase database, SettingsLook settings, Sealer sealer) {
        this.database = database;
        this.settings = settings;
        this.conditions = new AlertConditions(database, settings);
        this.rows = new AlertRows(database);
        this.addresses = new AlertAddresses(database, sealer);
    }

    void start() {
        loop.start();
    }

    void wake() {
        loop.wake();
    }

    private Duration round() throws SQLException {
        addresses.reseal();
        database.inTransaction((connection, now) -> {
            if (!database.isMyTurn(connection, "alerts")) {
                return false;
            }
            settings.forget();
            Set<String> listening = addresses.listening(connection);
            Map<String, Duration> repeats = new HashMap<>();
            for (String realmId : listening) {
                repeats.put(
                        realmId,
                        Duration.ofMinutes(
                                settings.of(connection, realmId).alerts().repeatMinutes()));
            }
            rows.settle(connection, now, conditions.find(connection, now), repeats::get);
            return true;
        });
        while (senders.getActiveCount() < AT_ONCE && sendOne()) {
            LOG.tracef("Alerts were handed to a sender");
        }
        return INTERVAL;
    }

    /** Whether there was something to send. */
    private boolean sendOne() throws SQLException {
        AlertRows.@Nullable Claim[] claimed = {null};
        AlertAddresses.@Nullable Sealed[] address = {null};
        database.inTransaction((connection, now) -> {
            AlertRows.Claim claim = rows.claim(connection, now);
            if (claim == null) {
                return false;
            }
            claimed[0] = claim;
            address[0] = addresses.find(connection, claim.realmId());
            if (address[0] == null) {
                rows.drop(connection, claim);
            }
            return true;
        });
        AlertRows.Claim claim = claimed[0];
        AlertAddresses.Sealed to = address[0];
        if (claim == null || to == null) {
            return claim != null;
        }
        try {
            senders.execute(() -> send(claim, to));
            return true;
        } catch (RejectedExecutionException e) {
            // All threads are busy, or the server stops: the lease ends by itself.
            LOG.debugf(e, "Alerts of realm %s wait for a thread", to.realm());
            return false;
        }
    }

    private void send(AlertRows.Claim claim, AlertAddresses.Sealed to) {
        String error;
        try {
            error = error(http.post(request(claim, to)));
        } catch (RuntimeException e) {
            // Never the message of it: it may quote the address.
            LOG.errorf(
                    "Alerts of realm %s could not be sent: %s",
                    to.realm(), e.getClass().getName());
            error = "The address could not be used";
        }
        String failure = error;
        SyncMeters.alertSent(failure == null);
        if (failure != null) {
            LOG.warnf("Alerts of realm %s did not arrive: %s", to.realm(), failure);
        }
        try {
            database.inTransaction((connection, now) -> {
                if (failure == null) {
                    rows.sent(connection, now, claim);
                } else {
                    rows.failed(connection, now, claim, failure);
                }
                return true;
            });
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(e, "What came of alerts of realm %s could not be kept; they are sent again", to.realm());
        }
    }

    private OutgoingRequest request(AlertRows.Claim claim, AlertAddresses.Sealed to) {
        OutgoingUrl url = OutgoingUrl.parse(addresses.open(to));
        OutgoingTargets targets = OutgoingTargets.of(to.settings().alertTargets(), false);
        return new OutgoingRequest(
                url,
                Map.of("Content-Type", "application/json", "User-Agent", "Oka"),
                AlertTexts.message(to.realm(), claim.alerts()),
                targets.allowed(),
                targets.plainAllowed(url),
                TIMEOUT);
    }

    /** Null if it arrived. */
    private static @Nullable String error(OutgoingResult result) {
        if (result instanceof OutgoingResult.Failed failed) {
            return cut(failed.failure().wireName() + ": " + failed.detail());
        }
        OutgoingResult.Answered answer = (OutgoingResult.Answered) result;
        // What it answers may quote what it was sent to.
        return answer.status() / 100 == 2 ? null : "status_" + answer.status();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
    }

    @Override
    public void close() {
        loop.close();
        senders.shutdownNow();
        try {
            http.close();
        } catch (IOException e) {
            LOG.debugf(e, "The sender of alerts did not close");
        }
    }
}
