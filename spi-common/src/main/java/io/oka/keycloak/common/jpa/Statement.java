package io.oka.keycloak.common.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One statement with its parameters, which may be whole columns: {@code unnest} makes rows of them again. */
public final class Statement implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement prepared;
    private int parameters;

    public Statement(Connection connection, String sql) throws SQLException {
        this.connection = connection;
        this.prepared = connection.prepareStatement(sql);
    }

    public Statement text(@Nullable String value) throws SQLException {
        prepared.setString(++parameters, value);
        return this;
    }

    public Statement number(long value) throws SQLException {
        prepared.setLong(++parameters, value);
        return this;
    }

    /** A number, or none. */
    public Statement numberOrNull(@Nullable Long value) throws SQLException {
        prepared.setObject(++parameters, value, Types.BIGINT);
        return this;
    }

    public Statement bytes(byte @Nullable [] value) throws SQLException {
        prepared.setBytes(++parameters, value);
        return this;
    }

    public Statement flag(boolean value) throws SQLException {
        prepared.setBoolean(++parameters, value);
        return this;
    }

    /** A time, or none. */
    public Statement timeOrNull(@Nullable Instant value) throws SQLException {
        if (value == null) {
            prepared.setNull(++parameters, Types.TIMESTAMP_WITH_TIMEZONE);
            return this;
        }
        return time(value);
    }

    public Statement time(Instant value) throws SQLException {
        prepared.setObject(++parameters, value.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        return this;
    }

    public <T> Statement texts(Collection<T> rows, Function<T, @Nullable String> column) throws SQLException {
        return column("text", rows, column);
    }

    public <T> Statement numbers(Collection<T> rows, Function<T, @Nullable Long> column) throws SQLException {
        return column("int8", rows, column);
    }

    public <T> Statement times(Collection<T> rows, Function<T, @Nullable Instant> column) throws SQLException {
        return column("timestamptz", rows, row -> {
            Instant time = column.apply(row);
            return time == null ? null : time.toString();
        });
    }

    private <T> Statement column(String type, Collection<T> rows, Function<T, ? extends @Nullable Object> column)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(column.apply(row)));
        prepared.setArray(++parameters, connection.createArrayOf(type, values.toArray()));
        return this;
    }

    public int update() throws SQLException {
        return prepared.executeUpdate();
    }

    public <T> List<T> query(Row<T> reader) throws SQLException {
        try (ResultSet rows = prepared.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    public static Instant time(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    public static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    public static @Nullable Long numberOrNull(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    @Override
    public void close() throws SQLException {
        prepared.close();
    }

    /** Reads the row at which the results stand. */
    @FunctionalInterface
    public interface Row<T> {

        T read(ResultSet row) throws SQLException;
    }
}
