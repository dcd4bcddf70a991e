package io.oka.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the launcher needs of the operating system's processes. */
final class Processes {

    private Processes() {}

    /** Runs a command to its end, what it says going to a file, and fails with the end of that file. */
    static void run(List<String> command, Path log, Duration limit) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new ServerException(
                        "%s took longer than %d s:%n%s".formatted(command.get(0), limit.toSeconds(), LogTail.end(log)));
            }
            if (process.exitValue() != 0) {
                throw new ServerException("%s failed with exit code %d:%n%s"
                        .formatted(command.get(0), process.exitValue(), LogTail.end(log)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether a command exists and succeeds; what it says is dropped. */
    static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Sends a signal by name, such as {@code STOP}, that Java itself cannot send. */
    static boolean signal(long pid, String signal) {
        return succeeds("sh", "-c", "kill -" + signal + " " + pid);
    }

    /** Whether the process runs; a dead one that nobody has waited for does not. */
    static boolean isRunning(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive() && !isZombie(pid);
    }

    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return line.startsWith(" Z", line.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }

    /** The command line of a process of this user, or nothing where the system does not tell. */
    static String commandLine(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .orElse("");
    }

    /** Kills without asking, and waits until it is gone. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await(Duration.ofSeconds(10), () -> !isRunning(pid));
    }

    /** Polls a condition; false if it did not come true in time. */
    static boolean await(Duration limit, BooleanSupplier condition) {
        return await(limit, Duration.ofMillis(20), condition);
    }

    static boolean await(Duration limit, Duration poll, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(poll.toMillis());
        }
        return true;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static ServerException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ServerException("interrupted while waiting for a process", e);
    }

    static File nothing() {
        return new File(System.getProperty("os.name", "").startsWith("Windows") ? "NUL" : "/dev/null");
    }
}
