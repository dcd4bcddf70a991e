package io.oka.testing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Keeps tokens for further requests, since issuing one costs the hash of a password. */
final class RecentTokens {

    private static final Duration USE = Duration.ofMinutes(1);

    private final Oka oka;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    RecentTokens(Oka oka) {
        this.oka = oka;
    }

    private record Token(String text, long takenAt, int clockMoves) {}

    /** The token of this owner, issued anew where the last one is a minute old or of before the clock was moved. */
    String get(String owner, Supplier<String> issue) {
        return tokens.compute(
                        owner,
                        (key, known) -> known != null && isUsable(known)
                                ? known
                                : new Token(issue.get(), System.nanoTime(), oka.clockMoves()))
                .text();
    }

    void clear() {
        tokens.clear();
    }

    private boolean isUsable(Token token) {
        return System.nanoTime() - token.takenAt() < USE.toNanos() && token.clockMoves() == oka.clockMoves();
    }
}
