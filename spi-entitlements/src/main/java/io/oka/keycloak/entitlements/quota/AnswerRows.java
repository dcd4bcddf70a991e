package io.oka.keycloak.entitlements.quota;

import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.jpa.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was answered under idempotency keys, as it is stored. */
final class AnswerRows {

    private static final String LOAD = "SELECT a.* FROM OKA_USAGE_KEY a WHERE a.REALM_ID = ? AND a.TENANT_ID = ?"
            + " AND a.IDEMPOTENCY_KEY = ANY (?)";
    /** Without a clause for conflicts: there are none, or the whole transaction is wrong. */
    private static final String INSERT = "INSERT INTO OKA_USAGE_KEY (REALM_ID, TENANT_ID, CREATED_AT, IDEMPOTENCY_KEY,"
            + " REQUEST_HASH, LEVEL, LIMIT_UNITS, USED, RESERVED, RESETS_AT, RESERVATION_ID, RESERVED_UNTIL)"
            + " SELECT ?, ?, ?, k.* FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS k";

    private final String load;
    private final String insert;

    AnswerRows(OwnConnections connections) {
        this.load = connections.sql(LOAD);
        this.insert = connections.sql(INSERT);
    }

    /** What is kept under these keys. */
    Map<String, KeptAnswer> load(Connection connection, Account account, Collection<String> keys) throws SQLException {
        Map<String, KeptAnswer> found = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        try (Statement statement = new Statement(connection, load)
                .text(account.realmId())
                .text(account.tenantId())
                .texts(keys, key -> key)) {
            statement
                    .query(row -> Map.entry(row.getString("IDEMPOTENCY_KEY"), answer(row)))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }

    void insert(Connection connection, Account account, Instant now, Map<String, KeptAnswer> answers)
            throws SQLException {
        if (answers.isEmpty()) {
            return;
        }
        Collection<KeptAnswer> values = answers.values();
        try (Statement statement = new Statement(connection, insert)
                .text(account.realmId())
                .text(account.tenantId())
                .time(now)
                .texts(answers.keySet(), key -> key)
                .texts(values, KeptAnswer::requestHash)
                .texts(values, answer -> answer.quota().level().wireName())
                .numbers(values, answer -> answer.quota().limit())
                .numbers(values, answer -> answer.quota().used())
                .numbers(values, answer -> answer.quota().reserved())
                .times(values, answer -> answer.quota().resetsAt())
                .texts(values, AnswerRows::reservationId)
                .times(values, AnswerRows::reservedUntil)) {
            statement.update();
        }
    }

    private static @Nullable String reservationId(KeptAnswer answer) {
        return answer.reservation() == null ? null : answer.reservation().id();
    }

    private static @Nullable Instant reservedUntil(KeptAnswer answer) {
        return answer.reservation() == null ? null : answer.reservation().expiresAt();
    }

    private static KeptAnswer answer(ResultSet row) throws SQLException {
        Long limit = Statement.numberOrNull(row, "LIMIT_UNITS");
        long used = row.getLong("USED");
        long reserved = row.getLong("RESERVED");
        QuotaAnswer quota = new QuotaAnswer(
                true,
                QuotaAnswer.Level.ofWireName(row.getString("LEVEL")),
                limit,
                used,
                reserved,
                limit == null ? null : Math.max(0, limit - used - reserved),
                Statement.timeOrNull(row, "RESETS_AT"));
        String reservation = row.getString("RESERVATION_ID");
        return new KeptAnswer(
                row.getString("REQUEST_HASH"),
                quota,
                reservation == null ? null : new Outcome.Held(reservation, Statement.time(row, "RESERVED_UNTIL")));
    }
}
