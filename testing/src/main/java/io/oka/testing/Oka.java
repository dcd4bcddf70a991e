package io.oka.testing;

import io.oka.server.AdminApi;
import io.oka.server.Database;
import io.oka.server.KeycloakServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A running server, as a test sees it. */
public final class Oka {

    static final String ADMIN = "admin";
    static final String PASSWORD = "admin";

    private final KeycloakServer server;
    private final Database database;
    private final DatabaseProxy proxy;
    private final Http http;
    private final AdminApi admin;
    private final AtomicInteger clockMoves = new AtomicInteger();
    private volatile boolean clockMoved;

    Oka(KeycloakServer server, Database database, DatabaseProxy proxy) {
        this.server = server;
        this.database = database;
        this.proxy = proxy;
        this.http = new Http(server.baseUrl());
        this.admin = new AdminApi(server.baseUrl(), ADMIN, PASSWORD);
    }

    /** Such as {@code http://localhost:8080}. */
    public String baseUrl() {
        return server.baseUrl();
    }

    /** Where {@code /health} and {@code /metrics} are. */
    public String managementUrl() {
        return server.managementUrl();
    }

    /** Requests below {@link #baseUrl}. */
    public Http http() {
        return http;
    }

    /** Everything that the operator of the master realm may do. */
    public AdminApi admin() {
        return admin;
    }

    /** A connection of the test's own, beside the server's; the caller closes it. */
    public Connection connect() throws SQLException {
        return database.connect();
    }

    /** What the database answers, whatever the server says: a map of lower-case column names for each row. */
    public List<Map<String, @Nullable Object>> rows(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<Map<String, @Nullable Object>> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), rows.getObject(i));
                    }
                    found.add(row);
                }
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    public Database database() {
        return database;
    }

    /** What lies between the server and its database: it counts, delays and cuts. */
    public DatabaseProxy proxy() {
        return proxy;
    }

    /** The process. Whoever kills the shared one spoils it for the rest of the run: see {@link TwoNodes}. */
    public KeycloakServer server() {
        return server;
    }

    /** Describes a realm to be made. */
    public TestRealm.Builder realm() {
        return new TestRealm.Builder(this);
    }

    /** Moves this node's clock; the extension moves it back after each test. */
    public void moveClock(Duration ahead) {
        clockMoved = !ahead.isZero();
        http.post("/realms/master/oka-testing/clock")
                .json(Map.of("offsetSeconds", ahead.toSeconds()))
                .send()
                .expect(200);
        clockMoves.incrementAndGet();
        admin.forgetToken();
    }

    /** How often the clock was moved: tokens of before may be no good. */
    int clockMoves() {
        return clockMoves.get();
    }

    /** Runs a scheduled task on this node now, and waits for its end. */
    public void runTask(String name) {
        http.post("/realms/master/oka-testing/tasks/" + Http.encode(name))
                .send()
                .expect(204);
    }

    boolean clockMoved() {
        return clockMoved;
    }

    /** Starts counting the statements that Hibernate prepares on this node. */
    public void resetStatementCount() {
        http.delete("/realms/master/oka-testing/statements").send().expect(200);
    }

    /** How many there were since. */
    public long statementCount() {
        return http.get("/realms/master/oka-testing/statements")
                .send()
                .expect(200)
                .json()
                .path("prepared")
                .asLong();
    }
}
