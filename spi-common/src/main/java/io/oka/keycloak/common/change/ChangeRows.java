package io.oka.keycloak.common.change;

import io.oka.keycloak.common.http.RequestId;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.OwnConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The change log for workers that write on a connection of their own: what {@link Changes} is for a session. The rows
 * stand and fall with that connection's transaction. Nobody's admin event is raised: what happens there follows from what
 * somebody did, and is not itself their doing.
 */
public final class ChangeRows {

    private static final String INSERT = "INSERT INTO OKA_CHANGE (ID, REALM_ID, TENANT_ID, TYPE, ACTOR_TYPE, ACTOR_ID,"
            + " CLIENT_ID, IP_ADDRESS, CORRELATION_ID, DATA, CREATED_AT) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final OwnConnections connections;
    private final String insert;

    public ChangeRows(OwnConnections connections) {
        this.connections = connections;
        this.insert = connections.sql(INSERT);
    }

    /**
     * Something that is now different.
     *
     * @param type from the catalogue of event types
     * @param data what a receiver needs to know; never a secret
     */
    public record Row(
            ChangeOrigin origin, String type, @Nullable String tenantId, Map<String, Object> data) {}

    /** Takes down on whose behalf the session acts. */
    public static ChangeOrigin origin(KeycloakSession session, RealmModel realm) {
        return new ChangeOrigin(realm.getId(), Acting.actor(session), RequestId.of(session));
    }

    /**
     * @throws IllegalArgumentException if the data of one is larger than {@value Changes#MAX_DATA_LENGTH} characters
     */
    public void append(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (Row row : rows) {
                Actor actor = row.origin().actor();
                statement.setString(1, Uuid7.next());
                statement.setString(2, row.origin().realmId());
                statement.setString(3, row.tenantId());
                statement.setString(4, row.type());
                statement.setString(5, actor.type().wireName());
                statement.setString(6, actor.id());
                statement.setString(7, actor.clientId());
                statement.setString(8, actor.ipAddress());
                statement.setString(9, row.origin().correlationId());
                statement.setString(10, Changes.text(row.type(), row.data()));
                statement.setTimestamp(11, new Timestamp(Time.currentTimeMillis()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
        connections.publishAfterCommit(new ChangesCommittedEvent());
    }
}
