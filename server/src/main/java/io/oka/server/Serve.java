package io.oka.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code mvn -Pserve}: the demo realm on a real server, until Ctrl-C. */
public final class Serve {

    private static final String REALM = "demo";
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final ServeOptions options;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private @Nullable EmbeddedDatabase database;
    private @Nullable KeycloakServer server;
    private boolean stopping;

    Serve(ServeOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Runs until a signal comes; ends with a sentence and exit code 1 if it cannot start. */
    public static void main(String[] arguments) {
        // Maven wraps System.out, and takes the wrapping off while our shutdown hook still talks.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int exit;
        try {
            Serve serve = new Serve(ServeOptions.fromSystemProperties(), out);
            Runtime.getRuntime().addShutdownHook(new Thread(serve::stop, "stop Oka"));
            exit = serve.run();
        } catch (ServerException | UncheckedIOException e) {
            out.println(System.lineSeparator() + e.getMessage());
            exit = 1;
        }
        // After a signal this waits for the hook to end everything.
        System.exit(exit);
    }

    private int run() {
        stopLeftover();
        if (!Ports.isFree(options.host(), options.port())) {
            throw new ServerException("Port " + options.port() + " is taken: stop what listens there, or give another"
                    + " one with -Dport=" + (options.port() + 1) + ".");
        }
        CompletableFuture<Database> starting = CompletableFuture.supplyAsync(
                () -> options.external().map(Serve::answering).orElseGet(this::startDatabase));
        Distribution distribution =
                Distribution.prepare(options.zip(), options.work(), options.providers(), List.of(), this::say);
        distribution.realmToImport(REALM + "-realm.json", DemoSeed.file("demo-realm.json"));
        Database where = result(starting);
        KeycloakServer started = startServer(distribution, where);
        started.awaitReady(START_LIMIT);
        awaitDemo(started);
        new Greeting(started.baseUrl(), REALM, where).print(out);
        int exit = started.await();
        synchronized (this) {
            if (!stopping) {
                throw new ServerException("Keycloak stopped by itself with exit code " + exit + "; its log is "
                        + started.options().logFile());
            }
        }
        return 0;
    }

    private static Database answering(Database external) {
        try (Connection connection = external.connect()) {
            connection.isValid(5);
            return external;
        } catch (SQLException e) {
            throw new ServerException(external + " cannot be used as " + external.username() + ": " + e.getMessage()
                    + " (give -Ddb-username and -Ddb-password).");
        }
    }

    private static Database result(CompletableFuture<Database> starting) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ServerException failure ? failure : e;
        }
    }

    private synchronized Database startDatabase() {
        refuseWhenStopping();
        say("Starting PostgreSQL, data in " + options.data());
        database = EmbeddedDatabase.in(options.data(), options.work().resolve("postgres"))
                .start();
        return database.database();
    }

    private synchronized KeycloakServer startServer(Distribution distribution, Database where) {
        refuseWhenStopping();
        Path log = options.work().resolve("keycloak.log");
        say("Starting Keycloak, log in " + log);
        int management = options.managementPort() == 0 ? Ports.freeOr(9000) : options.managementPort();
        NodeOptions node = new NodeOptions(distribution, where)
                .host(options.host())
                .ports(options.port(), management)
                .logFile(log)
                .bootstrapAdmin("admin", "admin")
                .developmentPepper()
                .argument("--import-realm");
        server = KeycloakServer.launch(node);
        try {
            Folders.create(options.data());
            Files.writeString(pidFile(), Long.toString(server.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    private void awaitDemo(KeycloakServer started) {
        AdminApi api = new AdminApi(started.baseUrl(), "admin", "admin");
        if (!options.seed()) {
            return;
        }
        say("Seeding realm " + REALM);
        new DemoSeed(api, REALM).run();
        String token = api.passwordToken(REALM, "demo-web", "alice", "alice");
        String url = started.baseUrl() + "/realms/" + REALM + "/tenants";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            int status = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new ServerException("GET " + url + " answered " + status + " to alice");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        }
    }

    /** Runs in the shutdown hook: the server first, so that it can still write, PostgreSQL last. */
    private synchronized void stop() {
        stopping = true;
        if (server != null) {
            say("Stopping Keycloak");
            server.stop();
            pidFile().toFile().delete();
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        if (database != null) {
            say("Stopping PostgreSQL");
            database.stop();
        }
        say("Stopped");
    }

    /** A server that outlived a killed launcher still has the port and the database: it goes first. */
    private void stopLeftover() {
        if (!Files.exists(pidFile())) {
            return;
        }
        try (FolderLock free = FolderLock.take(
                options.data(), "Another Oka uses the data in " + options.data() + ": stop it, or give -Ddata=DIR.")) {
            String text =
                    Files.readString(free.folder().resolve("keycloak.pid")).trim();
            long pid = text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
            if (pid > 0
                    && Processes.isRunning(pid)
                    && Processes.commandLine(pid).contains("QuarkusEntryPoint")) {
                say("Stopping a server that an earlier run left behind (process " + pid + ")");
                Processes.kill(pid);
            }
            Files.delete(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pidFile() {
        return options.data().resolve("keycloak.pid");
    }

    private void refuseWhenStopping() {
        if (stopping) {
            throw new ServerException("stopped while starting");
        }
    }

    private void say(String line) {
        out.printf("[%5.1f s] %s%n", (System.nanoTime() - began) / 1e9, line);
        out.flush();
    }
}
