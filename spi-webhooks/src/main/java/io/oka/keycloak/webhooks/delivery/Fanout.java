package io.oka.keycloak.webhooks.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.codes.ExternalCodes;
import io.oka.keycloak.common.http.DatabaseFailures;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.webhooks.DeliveryCause;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.WebhookFormat;
import io.oka.keycloak.webhooks.catalogue.EventPatterns;
import io.oka.keycloak.webhooks.message.WebhookMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Makes of each change an event, with its body, and a delivery for each endpoint that wants it. Events, deliveries and the
 * marks on the changes are one transaction: if the process dies before it commits, the changes are still unmarked, and
 * whichever node comes next begins with them again; after it, all is there, and whoever claims deliveries finds them. One
 * node at a time, in the order of the log.
 */
final class Fanout {

    private static final Logger LOG = Logger.getLogger(Fanout.class);

    static final String POISON = "poison";

    private static final String WORK = "fan-out";
    private static final int AT_ONCE = 200;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration OTHERS_TURN = Duration.ofMillis(100);

    private final WorkerDatabase database;
    private final FanoutRows rows;
    private final DeliveryRows deliveries;
    private final EventData data;
    private final Runnable made;

    /**
     * @param codes what other systems call tenants
     * @param made told when deliveries were made
     */
    Fanout(WorkerDatabase database, ExternalCodes codes, Runnable made) {
        this.database = database;
        this.rows = new FanoutRows(database);
        this.deliveries = new DeliveryRows(database.connections());
        this.data = new EventData(codes);
        this.made = made;
    }

    /** What waits to be delivered, and to whom. */
    private record Wanted(FanoutRows.Row row, List<FanoutRows.Endpoint> by) {}

    /**
     * Fans out as much as one transaction holds.
     *
     * @return how long to wait for more
     */
    Duration round() throws SQLException {
        try {
            return batch(AT_ONCE, false);
        } catch (SQLException | RuntimeException e) {
            if (DatabaseFailures.isAway(e) || DatabaseFailures.isConflict(e)) {
                throw e;
            }
            LOG.warnf(e, "Changes could not be fanned out together; the first is tried by itself");
            return alone();
        }
    }

    /** The first one only; if that is the one which cannot be fanned out, the others go on without it. */
    private Duration alone() throws SQLException {
        try {
            return batch(1, false);
        } catch (SQLException | RuntimeException e) {
            if (DatabaseFailures.isAway(e) || DatabaseFailures.isConflict(e)) {
                throw e;
            }
            LOG.errorf(e, "A change cannot be fanned out, and becomes a dead letter");
            return batch(1, true);
        }
    }

    private Duration batch(int atMost, boolean poison) throws SQLException {
        Duration[] wait = {OTHERS_TURN};
        boolean[] some = {false};
        database.inTransaction((connection, now) -> {
            if (!database.isMyTurn(connection, WORK)) {
                return false;
            }
            List<FanoutRows.Row> changes = rows.changes(connection, atMost);
            wait[0] = changes.size() == atMost ? Duration.ZERO : IDLE;
            if (changes.isEmpty()) {
                return false;
            }
            some[0] = fanOut(connection, now, changes, poison);
            rows.mark(connection, changes);
            return true;
        });
        if (some[0]) {
            made.run();
        }
        return wait[0];
    }

    /** Whether there is something to deliver. */
    private boolean fanOut(Connection connection, Instant now, List<FanoutRows.Row> changes, boolean poison)
            throws SQLException {
        List<FanoutRows.Place> places =
                changes.stream().map(FanoutRows.Row::place).distinct().toList();
        List<FanoutRows.Endpoint> endpoints = rows.endpoints(connection, places);
        List<Wanted> wanted = changes.stream()
                .map(change -> new Wanted(change, who(change, endpoints)))
                .filter(event -> !event.by().isEmpty())
                .toList();
        if (wanted.isEmpty()) {
            return false;
        }
        Map<String, String> realms = rows.realmNames(connection, places);
        Map<String, JsonNode> told = poison
                ? Map.of()
                : data.of(connection, wanted.stream().map(Wanted::row).toList());
        rows.insert(connection, events(wanted, next(connection, wanted), realms, told));
        List<DeliveryRows.NewDelivery> all = new ArrayList<>();
        wanted.forEach(event -> event.by().forEach(endpoint -> all.add(delivery(event.row(), endpoint, poison))));
        deliveries.insert(connection, now, all);
        return true;
    }

    private static List<FanoutRows.Endpoint> who(FanoutRows.Row change, List<FanoutRows.Endpoint> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.hears(change.place())
                        && EventPatterns.want(endpoint.patterns(), change.type(), endpoint.isOfRealm()))
                .toList();
    }

    /** The number that each place goes on with. */
    private Map<FanoutRows.Place, Long> next(Connection connection, List<Wanted> wanted) throws SQLException {
        Map<FanoutRows.Place, Long> counts = new TreeMap<>();
        wanted.forEach(event -> counts.merge(event.row().place(), 1L, Long::sum));
        Map<FanoutRows.Place, Long> next = new LinkedHashMap<>();
        rows.sequences(connection, counts)
                .forEach((place, last) -> next.put(place, last - Objects.requireNonNull(counts.get(place)) + 1));
        return next;
    }

    private static List<FanoutRows.Event> events(
            List<Wanted> wanted,
            Map<FanoutRows.Place, Long> next,
            Map<String, String> realms,
            Map<String, JsonNode> told) {
        List<FanoutRows.Event> events = new ArrayList<>();
        for (Wanted event : wanted) {
            FanoutRows.Row row = event.row();
            long after = Objects.requireNonNull(next.merge(row.place(), 1L, Long::sum));
            WebhookMessage message = new WebhookMessage(
                    row.id(),
                    realms.getOrDefault(row.place().realmId(), row.place().realmId()),
                    row.type(),
                    row.at(),
                    told.getOrDefault(row.id(), EventData.asWritten(row)),
                    row.place().tenantId(),
                    after - 1,
                    row.correlationId());
            boolean asCloudEvent =
                    event.by().stream().anyMatch(endpoint -> endpoint.format() == WebhookFormat.CLOUDEVENTS);
            events.add(new FanoutRows.Event(
                    row,
                    message.sequence(),
                    message.text(WebhookFormat.STANDARD),
                    asCloudEvent ? message.text(WebhookFormat.CLOUDEVENTS) : null));
        }
        return events;
    }

    private static DeliveryRows.NewDelivery delivery(FanoutRows.Row row, FanoutRows.Endpoint endpoint, boolean poison) {
        DeliveryState state = endpoint.active() ? DeliveryState.PENDING : DeliveryState.HELD;
        return new DeliveryRows.NewDelivery(
                endpoint.id(),
                row.id(),
                endpoint.place().realmId(),
                endpoint.place().tenantId(),
                DeliveryCause.EVENT,
                endpoint.format(),
                poison ? DeliveryState.DEAD : state,
                poison ? POISON : null);
    }
}
