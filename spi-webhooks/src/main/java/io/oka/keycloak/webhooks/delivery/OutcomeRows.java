package io.oka.keycloak.webhooks.delivery;

import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.webhooks.DeliveryState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery, of its attempts and of its endpoint's health. */
final class OutcomeRows {

    /** Not at each success: an endpoint that does well would else have its row rewritten with each message. */
    private static final String WELL = "UPDATE OKA_WEBHOOK_ENDPOINT SET FAILING_SINCE = NULL, CONSECUTIVE_FAILURES = 0,"
            + " OPEN_UNTIL = NULL, LAST_SUCCESS_AT = ? WHERE ID = ? AND (CONSECUTIVE_FAILURES > 0"
            + " OR LAST_SUCCESS_AT IS NULL OR LAST_SUCCESS_AT < ?)";

    private static final String LOCK = "SELECT FAILING_SINCE, CONSECUTIVE_FAILURES, OPEN_UNTIL, ACTIVE, DELETED_AT"
            + " FROM OKA_WEBHOOK_ENDPOINT WHERE ID = ? FOR NO KEY UPDATE";
    private static final String ILL = "UPDATE OKA_WEBHOOK_ENDPOINT SET FAILING_SINCE = ?, CONSECUTIVE_FAILURES = ?,"
            + " OPEN_UNTIL = ? WHERE ID = ?";
    private static final String FINISH = "UPDATE OKA_WEBHOOK_DELIVERY SET STATE = ?, ATTEMPTS = ATTEMPTS + 1,"
            + " NEXT_ATTEMPT_AT = ?, FINISHED_AT = ?, LAST_STATUS = ?, LAST_ERROR = ?, LEASE_OWNER = NULL,"
            + " LEASE_UNTIL = NULL, LEASE_TOKEN = NULL WHERE ID = ? AND STATE = 'leased' AND LEASE_TOKEN = ?";
    private static final String ATTEMPT = "INSERT INTO OKA_WEBHOOK_ATTEMPT (DELIVERY_ID, REALM_ID, ENDPOINT_ID,"
            + " NUMBER, STARTED_AT, STATUS, LATENCY_MS, ERROR, ANSWER) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String KEEP_CLOUD_EVENT =
            "UPDATE OKA_WEBHOOK_EVENT SET CLOUD_EVENT = COALESCE(CLOUD_EVENT, ?) WHERE ID = ? RETURNING CLOUD_EVENT";

    private final String well;
    private final String lock;
    private final String ill;
    private final String finish;
    private final String attempt;
    private final String keepCloudEvent;

    OutcomeRows(WorkerDatabase database) {
        this.well = database.sql(WELL);
        this.lock = database.sql(LOCK);
        this.ill = database.sql(ILL);
        this.finish = database.sql(FINISH);
        this.attempt = database.sql(ATTEMPT);
        this.keepCloudEvent = database.sql(KEEP_CLOUD_EVENT);
    }

    /** An endpoint whose row this transaction holds. */
    record Held(EndpointHealth health, boolean active, boolean deleted) {}

    /**
     * What a delivery's row is to say.
     *
     * @param next when it is tried again; null if it is not
     */
    record End(
            DeliveryState state,
            @Nullable Instant next,
            @Nullable Instant finishedAt) {}

    void well(Connection connection, Instant now, String endpointId) throws SQLException {
        try (Statement statement =
                new Statement(connection, well).time(now).text(endpointId).time(now.minusSeconds(1))) {
            statement.update();
        }
    }

    /** Null if the endpoint is gone altogether. */
    @Nullable
    Held lock(Connection connection, String endpointId) throws SQLException {
        try (Statement statement = new Statement(connection, lock).text(endpointId)) {
            List<Held> found = statement.query(row -> new Held(
                    new EndpointHealth(
                            Statement.timeOrNull(row, "FAILING_SINCE"),
                            row.getInt("CONSECUTIVE_FAILURES"),
                            Statement.timeOrNull(row, "OPEN_UNTIL")),
                    row.getBoolean("ACTIVE"),
                    row.getTimestamp("DELETED_AT") != null));
            return found.isEmpty() ? null : found.get(0);
        }
    }

    void ill(Connection connection, String endpointId, EndpointHealth health) throws SQLException {
        try (Statement statement = new Statement(connection, ill)
                .timeOrNull(health.failingSince())
                .number(health.failures())
                .timeOrNull(health.openUntil())
                .text(endpointId)) {
            statement.update();
        }
    }

    /** Whether it was still this node's to finish. */
    boolean finish(Connection connection, ClaimedDelivery delivery, End end, Attempt made) throws SQLException {
        try (Statement statement = new Statement(connection, finish)
                .text(end.state().wireName())
                .timeOrNull(end.next())
                .timeOrNull(end.finishedAt())
                .numberOrNull(made.status())
                .text(made.error())
                .text(delivery.id())
                .text(delivery.token())) {
            return statement.update() == 1;
        }
    }

    void insert(Connection connection, ClaimedDelivery delivery, Attempt made) throws SQLException {
        try (Statement statement = new Statement(connection, attempt)
                .text(delivery.id())
                .text(delivery.realmId())
                .text(delivery.endpointId())
                .number(delivery.attempts() + 1L)
                .time(made.startedAt())
                .numberOrNull(made.status())
                .number(made.latencyMillis())
                .text(made.error())
                .bytes(made.answer())) {
            statement.update();
        }
    }

    /** Keeps the text of an event, unless another node was quicker: all have the same. */
    String keepCloudEvent(Connection connection, String eventId, String text) throws SQLException {
        try (Statement statement =
                new Statement(connection, keepCloudEvent).text(text).text(eventId)) {
            List<String> kept = statement.query(row -> row.getString("CLOUD_EVENT"));
            return kept.isEmpty() ? text : kept.get(0);
        }
    }
}
