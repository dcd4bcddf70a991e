package io.oka.keycloak.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that operators are told of, once for as long as it stands.
 *
 * @param subject what it is about: a system, or an agent's id
 * @param firing whether it still holds
 * @param sentAt when it was last told; null if it never was
 * @param nextSendAt when it is told, or tried to, next; null if it is not about to be
 * @param attempts how often telling it has failed since it last succeeded
 * @param lastError why it could not be told
 */
public record SyncAlert(
        String id,
        AlertKind kind,
        String subject,
        boolean firing,
        String text,
        Instant since,
        @Nullable Instant sentAt,
        @Nullable Instant nextSendAt,
        int attempts,
        @Nullable String lastError,
        @Nullable Instant resolvedAt) {}
