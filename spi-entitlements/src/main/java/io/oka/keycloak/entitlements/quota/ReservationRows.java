package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reservations, as they are stored. */
final class ReservationRows {

    /** So many expired ones are given back at once. */
    static final int PAGE = 500;

    private static final String LOAD =
            "SELECT r.* FROM OKA_USAGE_RESERVATION r WHERE r.REALM_ID = ? AND r.TENANT_ID = ? AND r.ID = ANY (?)";
    private static final String EXPIRED = "SELECT r.* FROM OKA_USAGE_RESERVATION r WHERE r.REALM_ID = ?"
            + " AND r.TENANT_ID = ? AND r.STATE = 'open' AND r.EXPIRES_AT <= ? AND (r.EXPIRES_AT, r.ID) > (?, ?)"
            + " ORDER BY r.EXPIRES_AT, r.ID LIMIT " + PAGE;
    private static final String INSERT = "INSERT INTO OKA_USAGE_RESERVATION (REALM_ID, TENANT_ID, ID, SERVICE, ACTION,"
            + " QUANTITY, API_KEY_ID, FAMILY_ID, USER_ID, IDEMPOTENCY_KEY, CORRELATION_ID, RESERVED_AT, EXPIRES_AT, STATE,"
            + " COMMITTED) SELECT ?, ?, k.* FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS k";
    private static final String END = "UPDATE OKA_USAGE_RESERVATION r SET STATE = k.STATE, COMMITTED = k.COMMITTED"
            + " FROM unnest(?, ?, ?) AS k (ID, STATE, COMMITTED)"
            + " WHERE r.REALM_ID = ? AND r.TENANT_ID = ? AND r.ID = k.ID AND r.ID = ANY (?)";

    private final String load;
    private final String expired;
    private final String insert;
    private final String end;

    ReservationRows(OwnConnections connections) {
        this.load = connections.sql(LOAD);
        this.expired = connections.sql(EXPIRED);
        this.insert = connections.sql(INSERT);
        this.end = connections.sql(END);
    }

    List<Reservation> load(Connection connection, Account account, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (Statement statement = new Statement(connection, load)
                .text(account.realmId())
                .text(account.tenantId())
                .texts(ids, id -> id)) {
            return statement.query(ReservationRows::reservation);
        }
    }

    /** Those whose time is up, longest ago first, after this one; at most a page of them. */
    List<Reservation> expired(Connection connection, Account account, Instant now, @Nullable Reservation after)
            throws SQLException {
        try (Statement statement = new Statement(connection, expired)
                .text(account.realmId())
                .text(account.tenantId())
                .time(now)
                .time(after == null ? Instant.EPOCH : after.expiresAt())
                .text(after == null ? "" : after.id())) {
            return statement.query(ReservationRows::reservation);
        }
    }

    void insert(Connection connection, Account account, Collection<Reservation> made) throws SQLException {
        if (made.isEmpty()) {
            return;
        }
        try (Statement statement = new Statement(connection, insert)
                .text(account.realmId())
                .text(account.tenantId())
                .texts(made, Reservation::id)
                .texts(made, row -> row.use().service())
                .texts(made, row -> row.use().action())
                .numbers(made, row -> row.use().quantity())
                .texts(made, row -> row.use().apiKeyId())
                .texts(made, Reservation::familyId)
                .texts(made, row -> row.use().userId())
                .texts(made, row -> row.use().idempotencyKey())
                .texts(made, Reservation::correlationId)
                .times(made, Reservation::reservedAt)
                .times(made, Reservation::expiresAt)
                .texts(made, row -> row.state().wireName())
                .numbers(made, Reservation::committed)) {
            statement.update();
        }
    }

    void end(Connection connection, Account account, Collection<Reservation> ended) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        try (Statement statement = new Statement(connection, end)
                .texts(ended, Reservation::id)
                .texts(ended, row -> row.state().wireName())
                .numbers(ended, Reservation::committed)
                .text(account.realmId())
                .text(account.tenantId())
                .texts(ended, Reservation::id)) {
            statement.update();
        }
    }

    private static Reservation reservation(ResultSet row) throws SQLException {
        return new Reservation(
                row.getString("ID"),
                new QuotaRequest(
                        row.getString("TENANT_ID"),
                        row.getString("SERVICE"),
                        row.getString("API_KEY_ID"),
                        row.getString("USER_ID"),
                        row.getString("ACTION"),
                        row.getLong("QUANTITY"),
                        row.getString("IDEMPOTENCY_KEY")),
                row.getString("FAMILY_ID"),
                row.getString("CORRELATION_ID"),
                Statement.time(row, "RESERVED_AT"),
                Statement.time(row, "EXPIRES_AT"),
                Reservation.State.ofWireName(row.getString("STATE")),
                Statement.numberOrNull(row, "COMMITTED"));
    }
}
