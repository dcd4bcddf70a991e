package io.oka.keycloak.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an agent said of itself with its last heartbeat. Nothing here is decided by it.
 *
 * @param queueDepth how much waits on its side
 * @param oldestItemAgeSeconds for how long the oldest of that has waited
 * @param lastError what went wrong there last
 */
public record AgentReport(
        Instant at,
        @Nullable Long queueDepth,
        @Nullable Long oldestItemAgeSeconds,
        @Nullable String lastError) {}
