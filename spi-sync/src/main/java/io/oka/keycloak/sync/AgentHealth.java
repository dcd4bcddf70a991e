package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Whether an agent is heard of. */
public enum AgentHealth {
    ONLINE,
    /** It has missed some heartbeats. */
    DEGRADED,
    OFFLINE;

    /** How often an agent is to send a heartbeat. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(30);

    public static final Duration DEGRADED_AFTER = Duration.ofSeconds(90);
    public static final Duration OFFLINE_AFTER = Duration.ofMinutes(5);

    public static AgentHealth of(Instant lastSeenAt, Instant now) {
        Duration silent = Duration.between(lastSeenAt, now);
        if (silent.compareTo(DEGRADED_AFTER) < 0) {
            return ONLINE;
        }
        return silent.compareTo(OFFLINE_AFTER) < 0 ? DEGRADED : OFFLINE;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    public static AgentHealth ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
