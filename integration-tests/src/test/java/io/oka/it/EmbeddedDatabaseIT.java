package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.server.Database;
import io.oka.server.EmbeddedDatabase;
import io.oka.server.ServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL as our own process: it starts again after whatever happened to it. */
final class EmbeddedDatabaseIT {

    private static final Path BINARIES = Path.of(System.getProperty("oka.work"), "postgres");

    @TempDir
    private Path folder;

    private EmbeddedDatabase database;

    @BeforeEach
    void start() {
        database = EmbeddedDatabase.in(folder, BINARIES).start();
    }

    @AfterEach
    void stop() {
        database.stop();
    }

    @Test
    void dataOutliveAStop() throws SQLException {
        run("CREATE TABLE kept (id int)");

        database.stop();
        database.start();

        run("SELECT id FROM kept");
    }

    @Test
    void committedDataOutliveAKill() throws SQLException {
        run("CREATE TABLE kept (id int)");

        database.kill();
        assertThat(database.isRunning()).isFalse();
        database.start();

        run("SELECT id FROM kept");
    }

    @Test
    void pidFileOfAnotherProcessIsNoObstacle() throws Exception {
        database.stop();
        Files.writeString(
                folder.resolve("pgdata/postmaster.pid"), ProcessHandle.current().pid() + "\n");

        database.start();

        run("SELECT 1");
    }

    @Test
    void secondUserOfTheSameDataIsRefused() {
        assertThatThrownBy(() -> EmbeddedDatabase.in(folder, BINARIES).start())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("Another Oka uses the data");
        assertThat(database.isRunning()).isTrue();
    }

    @Test
    void frozenDatabaseAnswersOnceThawed() throws SQLException {
        database.freeze();
        assertThatThrownBy(() -> connectWithin("1")).isInstanceOf(SQLException.class);

        database.thaw();

        run("SELECT 1");
    }

    @Test
    void strangersNeedThePassword() {
        var right = database.database();
        var wrong = new Database(right.jdbcUrl(), right.username(), "guess");

        assertThatThrownBy(wrong::connect).isInstanceOf(SQLException.class);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void connectWithin(String seconds) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", database.database().username());
        properties.put("password", database.database().password());
        properties.put("socketTimeout", seconds);
        properties.put("loginTimeout", seconds);
        try (Connection connection =
                        DriverManager.getConnection(database.database().jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
        }
    }
}
