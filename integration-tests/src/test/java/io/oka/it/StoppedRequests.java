package io.oka.it;

import static org.awaitility.Awaitility.await;

import io.oka.testing.ClientMessage;
import io.oka.testing.DatabaseProxy;
import io.oka.testing.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Requests of one kind on their way through a server, the n-th stopped exactly before its n-th statement. One {@code
 * kill -9} then ends all of them, each at another point of the change.
 */
final class StoppedRequests {

    private static final int MOST = 60;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Set<String> LOOK = Set.of("BEGIN", "SELECT 1", "ROLLBACK");

    private final DatabaseProxy proxy;
    private final IntFunction<CompletableFuture<Response>> send;
    private final List<CompletableFuture<Response>> stopped = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();

    /**
     * @param send starts the request of this number, the first being 0, which touches nothing that others touch
     */
    StoppedRequests(DatabaseProxy proxy, IntFunction<CompletableFuture<Response>> send) {
        this.proxy = proxy;
        this.send = send;
    }

    /**
     * Starts one after the other until one comes through.
     *
     * @return the answer to that one, whose number is {@link #count}
     */
    Response stopBeforeEveryStatement() {
        while (stopped.size() < MOST) {
            AtomicReference<String> next = new AtomicReference<>("");
            proxy.holdBefore(stopped.size() + 1, message -> {
                next.set(message.sql());
                return message.runsStatement() && !isNobodys(message.sql());
            });
            CompletableFuture<Response> request = send.apply(stopped.size());
            await().atMost(LIMIT).until(() -> proxy.sprung() || request.isDone());
            if (request.isDone()) {
                proxy.restore();
                return request.join();
            }
            stopped.add(request);
            statements.add(next.get());
        }
        throw new AssertionError("the request runs more than " + MOST + " statements: " + statements);
    }

    /** Lets one request commit and drops all that the database answers to that. */
    CompletableFuture<Response> muteAfterCommit(int number) {
        proxy.muteAfter(1, commitOfAChange());
        CompletableFuture<Response> request = send.apply(number);
        await().atMost(LIMIT).until(proxy::sprung);
        return request;
    }

    /** How many are stopped, each at its own statement. */
    int count() {
        return stopped.size();
    }

    /** Whether all of them still wait for their statement. */
    boolean areAllStopped() {
        return stopped.stream().noneMatch(CompletableFuture::isDone);
    }

    /** Before which statements, in their order. */
    List<String> statements() {
        return List.copyOf(statements);
    }

    /**
     * What the driver says first on a connection that the pool has just opened, and the look, every second, whether the
     * database is there, with the bounds of its transaction.
     */
    private static boolean isNobodys(String sql) {
        String upper = sql.toUpperCase(Locale.ROOT);
        return upper.startsWith("SET ") || upper.startsWith("SHOW ") || LOOK.contains(upper);
    }

    /** The end of the transaction that has written to the change log; Keycloak's own work may be under way beside. */
    private static Predicate<ClientMessage> commitOfAChange() {
        AtomicBoolean written = new AtomicBoolean();
        return message -> {
            if (message.sql().toUpperCase(Locale.ROOT).startsWith("INSERT INTO OKA_CHANGE")) {
                written.set(true);
            }
            return written.get() && message.commits();
        };
    }
}
