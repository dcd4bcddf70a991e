package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.server.Database;
import io.oka.server.EmbeddedDatabase;
import io.oka.testing.ClientMessage;
import io.oka.testing.DatabaseProxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy between a real driver and a real PostgreSQL. */
final class DatabaseProxyIT {

    @TempDir
    private Path folder;

    private EmbeddedDatabase postgres;
    private DatabaseProxy proxy;

    @BeforeEach
    void start() throws SQLException {
        postgres = EmbeddedDatabase.in(folder, Path.of(System.getProperty("oka.work"), "postgres"))
                .fast()
                .start();
        proxy = DatabaseProxy.before(postgres.database());
        run(postgres.database(), "CREATE TABLE t (id int)");
    }

    @AfterEach
    void stop() {
        proxy.close();
        postgres.stop();
    }

    @Test
    void preparedStatementIsRecordedEachTimeItRuns() throws SQLException {
        try (Connection connection = proxy.database().connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)");
                DatabaseProxy.Recording recording = proxy.record()) {
            for (int i = 0; i < 10; i++) {
                insert.setInt(1, i);
                insert.execute();
            }

            assertThat(recording.statements()).hasSize(10).allMatch(sql -> sql.startsWith("INSERT INTO t"));
        }
    }

    @Test
    void databaseDiesExactlyBeforeTheCommit() throws SQLException {
        proxy.before(1, ClientMessage::commits, () -> {
            postgres.kill();
            return false;
        });
        try (Connection connection = proxy.database().connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO t VALUES (1)");
            }

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }

        postgres.start();

        assertThat(rows()).isZero();
    }

    @Test
    void cutConnectionFailsAndTheNextOneWorks() throws SQLException {
        try (Connection connection = proxy.database().connect()) {
            proxy.cut();

            assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
        run(proxy.database(), "INSERT INTO t VALUES (1)");

        assertThat(rows()).isEqualTo(1);
    }

    private int rows() throws SQLException {
        try (Connection connection = postgres.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void run(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
