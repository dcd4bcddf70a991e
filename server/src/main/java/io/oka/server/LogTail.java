package io.oka.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Follows a log file that another process writes, line by line, until closed. */
final class LogTail implements AutoCloseable {

    private static final int SHOWN_ON_FAILURE = 30;

    private final Path log;
    private final Consumer<String> lines;
    private final Thread thread;
    private volatile boolean closed;
    private long position;

    LogTail(Path log, long from, Consumer<String> lines) {
        this.log = log;
        this.lines = lines;
        this.position = from;
        this.thread = new Thread(this::follow, "tail of " + log.getFileName());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The last lines of a log, to be shown beside a failure. */
    static String end(Path log) {
        try {
            List<String> all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join(
                    System.lineSeparator(), all.subList(Math.max(0, all.size() - SHOWN_ON_FAILURE), all.size()));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }

    static long length(Path log) {
        try {
            return Files.size(log);
        } catch (IOException e) {
            return 0;
        }
    }

    private void follow() {
        while (!closed) {
            read();
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                break;
            }
        }
        read();
    }

    private void read() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] fresh = new byte[(int) Math.min(1 << 20, Math.max(0, file.length() - position))];
            file.seek(position);
            file.readFully(fresh);
            int complete = fresh.length;
            while (complete > 0 && fresh[complete - 1] != '\n') {
                complete--;
            }
            position += complete;
            new String(fresh, 0, complete, StandardCharsets.UTF_8).lines().forEach(lines);
        } catch (IOException e) {
            // Not there yet, or gone: the next round will see.
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
