package io.oka.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Where a PostgreSQL database is, and who may use it. */
public record Database(String jdbcUrl, String username, String password) {

    /** Opens a connection of its own; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, username, password);
    }

    /** The same database, reached through another port of this machine, such as that of a proxy. */
    public Database through(int port) {
        return new Database(jdbcUrl.replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/"), username, password);
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
