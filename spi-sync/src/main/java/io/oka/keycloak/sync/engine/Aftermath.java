package io.oka.keycloak.sync.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/**
 * What follows once items have committed: the states of their jobs. Many items of a job make one statement. What is still
 * to be written here is lost with the process; some node finds it.
 */
final class Aftermath {

    private static final int AT_ONCE = 100;

    /** So long nothing is written that nobody has told of: a lane tells at its end. */
    private static final Duration GATHER = Duration.ofMillis(200);

    private static final Duration LOOK_EACH = Duration.ofSeconds(30);

    private final JobStates states;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private @Nullable Instant lookedAt;

    Aftermath(JobStates states) {
        this.states = states;
    }

    /** Items of these jobs have changed, and that is committed. */
    void jobsChanged(Collection<String> jobIds) {
        changed.addAll(jobIds);
    }

    /**
     * Writes the states of what has changed. One thread calls this.
     *
     * @return how long to wait for more
     */
    Duration round() throws SQLException {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        if (lookedAt == null || now.isAfter(lookedAt.plus(LOOK_EACH)) || now.isBefore(lookedAt)) {
            // Also at the start: the process before may have been killed.
            changed.addAll(states.forgotten());
            lookedAt = now;
        }
        List<String> some = new ArrayList<>(changed.stream().limit(AT_ONCE).toList());
        if (some.isEmpty()) {
            return GATHER;
        }
        // Before they are counted: what changes from here on is counted once more.
        some.forEach(changed::remove);
        boolean done = false;
        try {
            states.follow(some);
            done = true;
        } finally {
            if (!done) {
                changed.addAll(some);
            }
        }
        return changed.isEmpty() ? GATHER : Duration.ZERO;
    }
}
