package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was used, event by event and summed up by the hour, as it is stored. */
final class EventRows {

    private static final String INSERT =
            "INSERT INTO OKA_USAGE_EVENT (REALM_ID, TENANT_ID, USED_AT, ID, SERVICE, ACTION,"
                    + " QUANTITY, API_KEY_ID, FAMILY_ID, USER_ID, RESERVATION_ID, IDEMPOTENCY_KEY, CORRELATION_ID)"
                    + " SELECT ?, ?, k.* FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS k";
    private static final String SUM = "INSERT INTO OKA_USAGE_TOTAL AS t (REALM_ID, TENANT_ID, HOUR, SERVICE, ACTION,"
            + " FAMILY_ID, QUANTITY, EVENTS) SELECT ?, ?, k.* FROM unnest(?, ?, ?, ?, ?, ?) AS k"
            + " ON CONFLICT (REALM_ID, TENANT_ID, HOUR, SERVICE, ACTION, FAMILY_ID) DO UPDATE SET"
            + " QUANTITY = t.QUANTITY + EXCLUDED.QUANTITY, EVENTS = t.EVENTS + EXCLUDED.EVENTS";

    private final String insert;
    private final String sum;

    EventRows(OwnConnections connections) {
        this.insert = connections.sql(INSERT);
        this.sum = connections.sql(SUM);
    }

    void insert(Connection connection, Account account, List<Event> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (Statement statement = new Statement(connection, insert)
                .text(account.realmId())
                .text(account.tenantId())
                .times(events, Event::usedAt)
                .texts(events, Event::id)
                .texts(events, event -> event.use().service())
                .texts(events, event -> event.use().action())
                .numbers(events, event -> event.use().quantity())
                .texts(events, event -> event.use().apiKeyId())
                .texts(events, Event::familyId)
                .texts(events, event -> event.use().userId())
                .texts(events, Event::reservationId)
                .texts(events, event -> event.use().idempotencyKey())
                .texts(events, Event::correlationId)) {
            statement.update();
        }
        sum(connection, account, events);
    }

    private void sum(Connection connection, Account account, List<Event> events) throws SQLException {
        Map<Heading, Sum> sums = new LinkedHashMap<>();
        events.forEach(event ->
                sums.merge(Heading.of(event), new Sum(event.use().quantity(), 1), (one, other) -> one.plus(other)));
        Collection<Heading> headings = sums.keySet();
        try (Statement statement = new Statement(connection, sum)
                .text(account.realmId())
                .text(account.tenantId())
                .times(headings, Heading::hour)
                .texts(headings, Heading::service)
                .texts(headings, Heading::action)
                .texts(headings, Heading::familyId)
                .numbers(sums.values(), Sum::quantity)
                .numbers(sums.values(), Sum::events)) {
            statement.update();
        }
    }

    private record Heading(Instant hour, String service, String action, String familyId) {

        static Heading of(Event event) {
            return new Heading(
                    QuotaWindow.HOUR.start(event.usedAt()),
                    orEmpty(event.use().service()),
                    orEmpty(event.use().action()),
                    orEmpty(event.familyId()));
        }

        private static String orEmpty(@Nullable String text) {
            return Objects.requireNonNullElse(text, "");
        }
    }

    private record Sum(long quantity, long events) {

        Sum plus(Sum other) {
            return new Sum(quantity + other.quantity, events + other.events);
        }
    }
}
