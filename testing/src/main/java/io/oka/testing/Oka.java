package io.oka.testing;

import io.oka.server.AdminApi;
import io.oka.server.Database;
import io.oka.server.KeycloakServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A running server, as a test sees it. */
public final class Oka {

    static final String ADMIN = "admin";
    static final String PASSWORD = "admin";

    private final KeycloakServer server;
    private final Database database;
    private final DatabaseProxy proxy;
    private final Http http;
    private final AdminApi admin;
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
