package io.oka.it.support;

import io.oka.testing.Oka;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Changes deliveries behind the server's back, to what would else take days. */
public final class DeliveryRows {

    private DeliveryRows() {}

    /** It was tried as often as is tried. */
    public static void kill(Oka oka, String deliveryId) {
        update(
                oka,
                "UPDATE oka_webhook_delivery SET state = 'dead', attempts = 10, finished_at = now(), next_attempt_at = null,"
                        + " lease_token = null, lease_owner = null, lease_until = null WHERE id = ?",
                deliveryId);
    }

    public static void update(Oka oka, String sql, Object... parameters) {
        try (Connection connection = oka.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
