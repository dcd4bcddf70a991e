package io.oka.keycloak.sync.operations;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.keycloak.common.util.Time;

/**
 * What {@code /health/ready} says of sync. A long or an old queue takes no node out of service, since another would not be
 * any better: only tables that cannot be read for a while do, as Keycloak's own check of the database does. The server
 * finds this class by its annotations, once it is built with the jar.
 */
@Readiness
@ApplicationScoped
public class SyncReadiness implements HealthCheck {

    static final String NAME = "Oka sync queue";

    /** A database that is away for a moment is nothing to turn callers away for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public HealthCheckResponse call() {
        return answer(Outlook.last(), Instant.ofEpochMilli(Time.currentTimeMillis()));
    }

    static HealthCheckResponse answer(Outlook.State state, Instant now) {
        boolean readable = state.failingSince() == null
                || Duration.between(state.failingSince(), now).compareTo(PATIENCE) < 0;
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(NAME).status(readable);
        if (state.failingSince() != null) {
            answer.withData("failingSince", state.failingSince().toString());
        }
        Sight sight = state.sight();
        if (sight != null) {
            answer.withData("oldestDueSeconds", sight.queueAge().toSeconds())
                    .withData("queued", sight.queued())
                    .withData("parked", sight.itemsByState().getOrDefault("parked", 0L))
                    .withData("deadLetters", sight.itemsByState().getOrDefault("dead", 0L))
                    .withData("lookedAt", sight.at().toString());
        }
        return answer.build();
    }
}
