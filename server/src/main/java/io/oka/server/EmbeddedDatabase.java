package io.oka.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of our own, as a process group of its own, so that Ctrl-C at the terminal does not reach it before the
 * server that uses it has stopped. Has no shutdown hook: whoever starts it stops it.
 *
 * <p>Its data outlive it. A folder left by a crash, ours or its own, starts again.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String DATABASE = "keycloak";
    private static final String USER = "keycloak";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final PostgresBinaries binaries;
    private final Path folder;
    private final Path data;
    private final Path log;
    private final int port;
    private final Map<String, String> settings;
    private @Nullable FolderLock lock;

    private EmbeddedDatabase(Builder builder) {
        this.folder = builder.folder.toAbsolutePath();
        this.data = folder.resolve("pgdata");
        this.log = folder.resolve("postgres.log");
        this.binaries = PostgresBinaries.in(builder.binaries);
        this.port = builder.port == 0 ? Ports.free() : builder.port;
        this.settings = new TreeMap<>(builder.settings);
    }

    /** Describes a database whose data live in the folder and whose programs are unpacked into another. */
    public static Builder in(Path folder, Path binaries) {
        return new Builder(folder, binaries);
    }

    /** Starts, after {@link #stop} or {@link #kill} again on the same port and data. */
    public void start() {
        Folders.create(folder);
        if (lock == null) {
            lock = FolderLock.take(folder, "Another Oka uses the data in " + folder + ": stop it, or give -Ddata=DIR.");
        }
        try {
            clearLeftovers();
            if (!Files.exists(data)) {
                initialise();
            }
            refuseOtherVersions();
            Processes.run(
                    binaries.command(
                            "pg_ctl",
                            "-D",
                            data.toString(),
                            "-l",
                            log.toString(),
                            "-w",
                            "-t",
                            Long.toString(START_LIMIT.toSeconds()),
                            "-o",
                            options(),
                            "start"),
                    log,
                    START_LIMIT.plusSeconds(10));
            createDatabase();
        } catch (IOException | SQLException e) {
            throw new ServerException("PostgreSQL in " + folder + " does not start: " + e.getMessage(), e);
        } finally {
            if (!isRunning()) {
                unlock();
            }
        }
    }

    /** Where Keycloak finds it. */
    public Database database() {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, password());
    }

    public int port() {
        return port;
    }

    /** The postmaster's process. */
    public long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        } catch (IOException e) {
            throw new ServerException("PostgreSQL in " + folder + " is not running", e);
        }
    }

    public boolean isRunning() {
        return Files.exists(data.resolve("postmaster.pid")) && Processes.isRunning(pid());
    }

    /** Ends all sessions, writes everything back and waits; does nothing if it is not running. */
    public void stop() {
        if (isRunning()) {
            long pid = pid();
            Processes.signal(pid, "INT");
            if (!Processes.await(Duration.ofSeconds(30), () -> !Processes.isRunning(pid))) {
                kill();
            }
        }
        unlock();
    }

    private void unlock() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    /** Dies as in a power cut: {@code kill -9} of the postmaster and of every process of its. */
    public void kill() {
        List<ProcessHandle> backends = backends();
        Processes.kill(pid());
        backends.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle backend : backends) {
            Processes.kill(backend.pid());
        }
    }

    /** Stands still with all connections open, as on a machine that swaps or lost its disk. */
    public void freeze() {
        Processes.signal(pid(), "STOP");
        backends().forEach(backend -> Processes.signal(backend.pid(), "STOP"));
    }

    /** Goes on after {@link #freeze}. */
    public void thaw() {
        backends().forEach(backend -> Processes.signal(backend.pid(), "CONT"));
        Processes.signal(pid(), "CONT");
    }

    @Override
    public void close() {
        stop();
    }

    private List<ProcessHandle> backends() {
        return ProcessHandle.of(pid())
                .map(postmaster -> postmaster.children().toList())
                .orElse(List.of());
    }

    /** A postmaster that outlived its launcher is stopped; a stale pid file, perhaps of a reused pid, is removed. */
    private void clearLeftovers() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String firstLine =
                Files.readAllLines(pidFile).stream().findFirst().orElse("").trim();
        long pid = firstLine.matches("\\d{1,10}") ? Long.parseLong(firstLine) : 0;
        if (Processes.isRunning(pid) && Processes.commandLine(pid).contains(data.toString())) {
            Processes.signal(pid, "CONT");
            Processes.signal(pid, "INT");
            if (!Processes.await(Duration.ofSeconds(30), () -> !Processes.isRunning(pid))) {
                kill();
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private void initialise() throws IOException {
        Path unfinished = folder.resolve("pgdata.new");
        Folders.delete(unfinished);
        Path passwordFile = folder.resolve("password");
        if (!Files.exists(passwordFile)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, Base64.getUrlEncoder().encodeToString(random));
        }
        Processes.run(
                binaries.command(
                        "initdb",
                        "-D",
                        unfinished.toString(),
                        "-U",
                        USER,
                        "-A",
                        "scram-sha-256",
                        "--pwfile=" + passwordFile,
                        "-E",
                        "UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions"),
                log,
                START_LIMIT);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void refuseOtherVersions() throws IOException {
        String version = Files.readString(data.resolve("PG_VERSION")).trim();
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw new ServerException("The data in %s are of PostgreSQL %s, this is %s: give another -Ddata=DIR."
                    .formatted(folder, version, PostgresBinaries.MAJOR));
        }
    }

    private String options() {
        StringBuilder options = new StringBuilder("-p " + port);
        settings.forEach((name, value) ->
                options.append(" -c ").append(name).append("='").append(value).append('\''));
        return options.toString();
    }

    private String password() {
        try {
            return Files.readString(folder.resolve("password")).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createDatabase() throws SQLException {
        Database server = new Database("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password());
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    /** What can be chosen before the start. */
    public static final class Builder {

        private final Path folder;
        private final Path binaries;
        private final Map<String, String> settings = new TreeMap<>();
        private int port;

        private Builder(Path folder, Path binaries) {
            this.folder = folder;
            this.binaries = binaries;
            setting("listen_addresses", "127.0.0.1");
            setting("unix_socket_directories", "");
            setting("max_connections", "200");
        }

        /** A fixed port; a free one otherwise. */
        public Builder port(int wish) {
            port = wish;
            return this;
        }

        public Builder maxConnections(int connections) {
            return setting("max_connections", Integer.toString(connections));
        }

        /** Gives up what is only needed when the whole machine crashes; {@link #kill} still loses no commit. */
        public Builder fast() {
            return setting("fsync", "off").setting("full_page_writes", "off");
        }

        /** Any setting of {@code postgresql.conf}. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        public EmbeddedDatabase start() {
            EmbeddedDatabase database = new EmbeddedDatabase(this);
            database.start();
            return database;
        }
    }
}
