package io.oka.keycloak.common.outgoing;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
public sealed interface OutgoingResult {

    /** From its beginning to the answer's last byte that was read. */
    Duration took();

    /**
     * There was an answer, whatever it says.
     *
     * @param retryAfter the header of that name, as it came
     * @param body the beginning of it, made harmless for logs and databases
     */
    record Answered(int status, @Nullable String retryAfter, String body, Duration took) implements OutgoingResult {}

    /**
     * There was none.
     *
     * @param detail a short sentence for whoever owns the target; says nothing of our own network
     */
    record Failed(Failure failure, String detail, Duration took) implements OutgoingResult {}

    /** Why there was no answer. */
    enum Failure {
        /** The target is not to be reached from here; nothing was connected to. */
        FORBIDDEN_TARGET,
        UNKNOWN_HOST,
        NOT_CONNECTED,
        /** The other side could not be trusted. */
        TLS,
        /** Not all of it was done in time. */
        TIMEOUT,
        /** The connection broke, or what came was no HTTP. */
        BROKEN;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
