package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What was used, read on the connection of the session that asks. */
final class UsageReports {

    /** More headings than this are of use to nobody. */
    private static final int MOST_TOTALS = 10_000;

    private static final String TOTALS = "SELECT t.SERVICE, t.ACTION, t.FAMILY_ID, SUM(t.QUANTITY) AS QUANTITY,"
            + " SUM(t.EVENTS) AS EVENTS FROM OKA_USAGE_TOTAL t WHERE t.REALM_ID = ? AND t.TENANT_ID = ?";
    private static final String EVENTS = "SELECT e.* FROM OKA_USAGE_EVENT e WHERE e.REALM_ID = ? AND e.TENANT_ID = ?";

    private final EntityManager em;
    private final OwnConnections connections;
    private final ReservationRows reservations;

    UsageReports(EntityManager em, QuotaStore store) {
        this.em = em;
        this.connections = store.connections();
        this.reservations = store.reservations();
    }

    @Nullable
    Reservation reservation(Account account, String id) {
        List<Reservation> found = read(connection -> reservations.load(connection, account, List.of(id)));
        return found.isEmpty() ? null : found.get(0);
    }

    List<UsageProvider.Total> totals(Account account, UsageProvider.Filter filter) {
        Query query = new Query(TOTALS, account);
        query.narrow("t.SERVICE = ?", filter.service());
        query.narrow("t.FAMILY_ID = ?", filter.apiKeyId());
        query.narrow("t.HOUR >= ?", filter.from());
        query.narrow("t.HOUR < ?", filter.to());
        query.add(" GROUP BY t.SERVICE, t.ACTION, t.FAMILY_ID ORDER BY t.SERVICE, t.ACTION, t.FAMILY_ID LIMIT "
                + MOST_TOTALS);
        return read(connection -> query.run(connection, UsageReports::total));
    }

    List<UsageProvider.Used> events(
            Account account, UsageProvider.Filter filter, UsageProvider.@Nullable Place after, int max) {
        Query query = new Query(EVENTS, account);
        query.narrow("e.SERVICE = ?", filter.service());
        query.narrow("e.FAMILY_ID = ?", filter.apiKeyId());
        query.narrow("e.USED_AT >= ?", filter.from());
        query.narrow("e.USED_AT < ?", filter.to());
        if (after != null) {
            // Said twice: the first leaves out partitions and bounds the index, the second is exact.
            query.narrow("e.USED_AT <= ?", after.at());
            query.narrow("(e.USED_AT, e.ID) < (?, ?)", after.at(), after.id());
        }
        query.add(" ORDER BY e.USED_AT DESC, e.ID DESC LIMIT " + max);
        return read(connection -> query.run(connection, UsageReports::used));
    }

    private <T> T read(Reading<T> reading) {
        return em.unwrap(Session.class).doReturningWork(reading::on);
    }

    private static UsageProvider.Total total(ResultSet row) throws SQLException {
        return new UsageProvider.Total(
                orNull(row.getString("SERVICE")),
                orNull(row.getString("ACTION")),
                orNull(row.getString("FAMILY_ID")),
                row.getLong("QUANTITY"),
                row.getLong("EVENTS"));
    }

    private static UsageProvider.Used used(ResultSet row) throws SQLException {
        return new UsageProvider.Used(
                row.getString("ID"),
                Statement.time(row, "USED_AT"),
                row.getString("SERVICE"),
                row.getString("ACTION"),
                row.getLong("QUANTITY"),
                row.getString("API_KEY_ID"),
                row.getString("USER_ID"),
                row.getString("RESERVATION_ID"),
                row.getString("IDEMPOTENCY_KEY"),
                row.getString("CORRELATION_ID"));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @FunctionalInterface
    private interface Reading<T> {

        T on(Connection connection) throws SQLException;
    }

    /** A query that is narrowed by what is asked for. */
    private final class Query {

        private final StringBuilder text;
        private final List<Object> values = new ArrayList<>();

        Query(String text, Account account) {
            this.text = new StringBuilder(text);
            values.add(account.realmId());
            values.add(account.tenantId());
        }

        void narrow(String condition, @Nullable Object value, Object... more) {
            if (value != null) {
                text.append(" AND ").append(condition);
                values.add(value);
                values.addAll(List.of(more));
            }
        }

        void add(String end) {
            text.append(end);
        }

        <T> List<T> run(Connection connection, Statement.Row<T> reader) throws SQLException {
            try (Statement statement = new Statement(connection, connections.sql(text.toString()))) {
                for (Object value : values) {
                    if (value instanceof Instant time) {
                        statement.time(time);
                    } else {
                        statement.text(value.toString());
                    }
                }
                return statement.query(reader);
            }
        }
    }
}
