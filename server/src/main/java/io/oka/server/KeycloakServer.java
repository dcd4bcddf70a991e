package io.oka.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One node: a Keycloak process in production mode, started without its shell script, so that its pid is the JVM's and
 * a signal reaches the server itself.
 *
 * <p>Has no shutdown hook: whoever starts it stops it.
 */
public final class KeycloakServer implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private final NodeOptions options;
    private final Process process;
    private final LogTail tail;

    private KeycloakServer(NodeOptions options, Process process, LogTail tail) {
        this.options = options;
        this.process = process;
        this.tail = tail;
    }

    /** Launches the process and returns at once; see {@link #awaitReady}. */
    public static KeycloakServer launch(NodeOptions options) {
        Distribution distribution = options.distribution();
        Path log = options.logFile();
        Folders.create(log.resolveSibling("."));
        LogTail tail = new LogTail(log, LogTail.length(log), options::line);
        ProcessBuilder builder = new ProcessBuilder(
                        Distribution.command(distribution.home(), options.jvmOptions(), options.arguments()))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Processes.nothing()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Distribution.cleanEnvironment(builder.environment());
        builder.environment().putAll(options.environment());
        try {
            Process process = builder.start();
            tail.start();
            return new KeycloakServer(options, process, tail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the node is healthy and serves the master realm. */
    public KeycloakServer awaitReady(Duration limit) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        boolean ready = Processes.await(limit, POLL, () -> {
            if (!process.isAlive()) {
                throw new ServerException("Keycloak stopped with exit code %d while starting:%n%s"
                        .formatted(process.exitValue(), LogTail.end(options.logFile())));
            }
            return answers(client, managementUrl() + "/health/ready") && answers(client, baseUrl() + "/realms/master");
        });
        if (!ready) {
            throw new ServerException("Keycloak is not ready after %d s:%n%s"
                    .formatted(limit.toSeconds(), LogTail.end(options.logFile())));
        }
        return this;
    }

    /** Such as {@code http://localhost:8080}, without a slash at its end. */
    public String baseUrl() {
        return "http://" + options.urlHost() + ":" + options.port();
    }

    /** Where {@code /health} and {@code /metrics} are. */
    public String managementUrl() {
        return "http://" + options.urlHost() + ":" + options.managementPort();
    }

    public NodeOptions options() {
        return options;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits until the process ends, whatever ends it, and says its exit code. */
    public int await() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        }
    }

    /** Asks the server to stop (SIGTERM), waits, and kills it if it takes too long. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw Processes.interrupted(e);
        } finally {
            tail.close();
        }
    }

    /** {@code kill -9}, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        } finally {
            tail.close();
        }
    }

    /** SIGSTOP: the node stands still, its connections stay open. */
    public void freeze() {
        Processes.signal(pid(), "STOP");
    }

    /** Goes on after {@link #freeze}. */
    public void thaw() {
        Processes.signal(pid(), "CONT");
    }

    /** All that this node's log file holds. */
    public String log() {
        try {
            return Files.readString(options.logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static boolean answers(HttpClient client, String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        }
    }
}
