package io.oka.it;

import io.oka.testing.Oka;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the database holds, whatever the server says of it. */
final class Rows {

    private Rows() {}

    /** The first column of the first row, a number. */
    static long number(Oka oka, String sql, Object... parameters) {
        try (Connection connection = oka.connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of all rows. */
    static List<String> texts(Oka oka, String sql, Object... parameters) {
        try (Connection connection = oka.connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes rows behind the server's back. */
    static int update(Oka oka, String sql, Object... parameters) {
        try (Connection connection = oka.connect();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static long owners(Oka oka, String tenantId) {
        return number(oka, "SELECT count(*) FROM oka_tenant_member WHERE tenant_id = ? AND role = 'owner'", tenantId);
    }

    static long changes(Oka oka, String tenantId, String type) {
        return number(oka, "SELECT count(*) FROM oka_change WHERE tenant_id = ? AND type = ?", tenantId, type);
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
