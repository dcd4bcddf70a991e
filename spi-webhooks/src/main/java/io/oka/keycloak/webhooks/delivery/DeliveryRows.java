package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.webhooks.DeliveryCause;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.WebhookFormat;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes deliveries of events that are stored, on whatever connection: they stand and fall with its transaction. Whoever
 * makes some tells {@link Deliveries#wake} of it.
 */
public final class DeliveryRows {

    private static final String INSERT =
            "INSERT INTO OKA_WEBHOOK_DELIVERY (ID, ENDPOINT_ID, EVENT_ID, REALM_ID, TENANT_ID,"
                    + " CAUSE, FORMAT, STATE, ATTEMPTS, NEXT_ATTEMPT_AT, LAST_ERROR, CREATED_AT, FINISHED_AT)"
                    + " SELECT n.ID, n.ENDPOINT_ID, n.EVENT_ID, n.REALM_ID, n.TENANT_ID, n.CAUSE, n.FORMAT, n.STATE, 0, c.CLOCK,"
                    + " n.ERROR, c.CLOCK, CASE WHEN n.STATE = 'dead' THEN c.CLOCK END"
                    + " FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS n (ID, ENDPOINT_ID, EVENT_ID, REALM_ID, TENANT_ID, CAUSE, FORMAT,"
                    + " STATE, ERROR) CROSS JOIN (SELECT CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) c";

    private static final int COUNTED_IN_ID = 1 << 12;

    private final String insert;

    public DeliveryRows(OwnConnections connections) {
        this(connections::sql);
    }

    /**
     * @param sql names our tables in the schema that the server is configured for
     */
    public DeliveryRows(UnaryOperator<String> sql) {
        this.insert = sql.apply(INSERT);
    }

    /**
     * A delivery to be.
     *
     * @param tenantId the endpoint's
     * @param state {@code pending}; {@code held} if its endpoint takes nothing for now; {@code dead} for what cannot be
     *     sent
     * @param error why it is dead
     */
    public record NewDelivery(
            String endpointId,
            String eventId,
            String realmId,
            @Nullable String tenantId,
            DeliveryCause cause,
            WebhookFormat format,
            DeliveryState state,
            @Nullable String error) {}

    /**
     * Stores deliveries in the order in which an endpoint that keeps to it has them.
     *
     * @param now by the database's clock: the ids follow it, and an ordered endpoint follows the ids
     * @return their ids
     */
    public List<String> insert(Connection connection, Instant now, List<NewDelivery> deliveries) throws SQLException {
        if (deliveries.isEmpty()) {
            return List.of();
        }
        List<String> ids = ids(now, deliveries);
        try (Statement statement = new Statement(connection, insert)) {
            statement
                    .texts(ids, id -> id)
                    .texts(deliveries, NewDelivery::endpointId)
                    .texts(deliveries, NewDelivery::eventId)
                    .texts(deliveries, NewDelivery::realmId)
                    .texts(deliveries, NewDelivery::tenantId)
                    .texts(deliveries, delivery -> delivery.cause().wireName())
                    .texts(deliveries, delivery -> delivery.format().wireName())
                    .texts(deliveries, delivery -> delivery.state().wireName())
                    .texts(deliveries, NewDelivery::error)
                    .time(now)
                    .update();
        }
        return ids;
    }

    /**
     * Time-ordered as all our ids are, but by the database's clock: those of one node whose clock is ahead would else come
     * after what another node makes later. They rise with each event, and not with each delivery: what counts is the order
     * of one endpoint.
     */
    private static List<String> ids(Instant now, List<NewDelivery> deliveries) {
        List<String> ids = new ArrayList<>(deliveries.size());
        int position = -1;
        String event = "";
        for (NewDelivery delivery : deliveries) {
            if (!delivery.eventId().equals(event)) {
                position++;
                event = delivery.eventId();
            }
            long millis = now.toEpochMilli() + position / COUNTED_IN_ID;
            long high = (millis << 16) | 0x7000L | (position % COUNTED_IN_ID);
            long low = (ThreadLocalRandom.current().nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            ids.add(new UUID(high, low).toString());
        }
        return ids;
    }
}
