package io.oka.keycloak.sync.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.JobType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.keycloak.common.util.Time;

/**
 * The meters {@code oka_sync_*} on Keycloak's own {@code /metrics}. None is labelled by realm, tenant or system: there is
 * no bound to how many of those there are. Gauges show what {@link Outlook} saw last.
 */
public final class SyncMeters {

    private static final String PREFIX = "oka.sync.";

    private static final List<ItemState> OPEN =
            List.of(ItemState.QUEUED, ItemState.PROCESSING, ItemState.RETRYING, ItemState.PARKED, ItemState.DEAD);

    private SyncMeters() {}

    /**
     * An item came to an end, or to its next attempt, on this node.
     *
     * @param itemId begins with the time at which it was accepted, as all our ids of rows do
     */
    public static void item(JobType type, String itemId, ItemOutcome outcome, Timer.Sample began) {
        Counter.builder(PREFIX + "items")
                .description("Items that workers of this node were done with, by type and outcome")
                .tag("type", type.wireName())
                .tag("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .register(Metrics.globalRegistry)
                .increment();
        began.stop(timer("apply", "How long workers of this node were at items, by type", type));
        if (outcome instanceof ItemOutcome.Applied) {
            long acceptedAt = UUID.fromString(itemId).getMostSignificantBits() >>> 16;
            timer("lag", "How long after they were accepted items were applied, by type", type)
                    .record(Math.max(0, Time.currentTimeMillis() - acceptedAt), TimeUnit.MILLISECONDS);
        }
    }

    private static Timer timer(String name, String description, JobType type) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .tag("type", type.wireName())
                .register(Metrics.globalRegistry);
    }

    static void alertSent(boolean well) {
        Counter.builder(PREFIX + "alerts.sent")
                .description("Messages to alert webhooks, by result")
                .tag("result", well ? "sent" : "failed")
                .register(Metrics.globalRegistry)
                .increment();
    }

    /** Shows what is known of the queue; nothing is asked when somebody scrapes. */
    static void register(MeterRegistry registry) {
        OPEN.forEach(state -> gauge("queue.depth", sight -> count(sight.itemsByState(), state.wireName()))
                .description("Items in a state, in all realms")
                .tag("state", state.wireName())
                .register(registry));
        gauge("queue.oldest.age.seconds", sight -> sight.queueAge().toSeconds())
                .description("How long the oldest item that is due waits")
                .register(registry);
        List.of("closed", "open", "half_open")
                .forEach(state -> gauge("breakers", sight -> count(sight.breakersByState(), state))
                        .description("Breakers of systems in a state, of those that ever moved")
                        .tag("state", state)
                        .register(registry));
        List.of("online", "degraded", "offline")
                .forEach(health -> gauge("agents", sight -> count(sight.agentsByHealth(), health))
                        .description("Agents by health")
                        .tag("health", health)
                        .register(registry));
        gauge("drift.open", Sight::openDrift)
                .description("Differences that count and that nobody has done anything about")
                .register(registry);
        gauge("alerts.firing", Sight::firingAlerts)
                .description("Alerts that stand")
                .register(registry);
    }

    private static Gauge.Builder<?> gauge(String name, ToDoubleFunction<Sight> value) {
        return Gauge.builder(PREFIX + name, () -> {
            Sight sight = Outlook.last().sight();
            return sight == null ? Double.NaN : value.applyAsDouble(sight);
        });
    }

    private static double count(Map<String, Long> counts, String name) {
        return counts.getOrDefault(name, 0L);
    }
}
