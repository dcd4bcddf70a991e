package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.webhooks.DisabledReason;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** What one thread does with one delivery: sends it, records what came of it, and lets the next be claimed. */
final class DeliveryWorker {

    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);

    /** How long to wait before recording is tried again; all of it ends before the lease does. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ZERO);

    /** However many threads send, they do not take the server's connections away from its requests. */
    private static final int RECORDING_AT_ONCE = 8;

    /** What was claimed so long ago would be sent beyond its lease: a process that stood still comes back like that. */
    private static final Duration STALE =
            ClaimRows.LEASE.minus(WebhookSender.TIMEOUT).dividedBy(2);

    private final WebhookSender sender;
    private final DeliveryRecorder recorder;
    private final Runnable done;
    private final Semaphore recording = new Semaphore(RECORDING_AT_ONCE, true);

    DeliveryWorker(WebhookSender sender, DeliveryRecorder recorder, Runnable done) {
        this.sender = sender;
        this.recorder = recorder;
        this.done = done;
    }

    void deliver(ClaimedDelivery delivery) {
        Duration waited = Duration.between(delivery.claimedAt(), Instant.ofEpochMilli(Time.currentTimeMillis()));
        if (waited.compareTo(STALE) > 0) {
            LOG.infof("Delivery %s was claimed %s ago, and is left to the end of its lease", delivery.id(), waited);
            return;
        }
        Attempt attempt = sender.send(delivery);
        try {
            DisabledReason ends = record(delivery, attempt);
            if (ends != null) {
                recorder.disable(delivery, ends);
            }
        } catch (InterruptedException e) {
            // The server stops; the lease is given back.
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException e) {
            // Nothing is lost: the lease ends, and it is sent again.
            LOG.warnf(e, "What came of delivery %s could not be recorded", delivery.id());
        } finally {
            done.run();
        }
    }

    private @Nullable DisabledReason record(ClaimedDelivery delivery, Attempt attempt)
            throws SQLException, InterruptedException {
        for (Duration pause : PAUSES) {
            recording.acquire();
            try {
                return recorder.record(delivery, attempt);
            } catch (SQLException | RuntimeException e) {
                boolean passes = DatabaseFailures.isAway(e) || DatabaseFailures.isConflict(e);
                if (!passes || pause.isZero()) {
                    throw e;
                }
            } finally {
                recording.release();
            }
            Thread.sleep(pause.toMillis());
        }
        throw new IllegalStateException("The last try returns or throws");
    }
}
