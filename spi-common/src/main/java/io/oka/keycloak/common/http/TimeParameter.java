package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.Problem;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A time in the query of an address, as RFC 3339 writes it. */
public final class TimeParameter {

    private TimeParameter() {}

    /**
     * @return null if nothing is said
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is no time
     */
    public static @Nullable Instant of(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(name, "must be a time in RFC 3339, such as 2026-11-21T08:30:00Z")
                    .asException();
        }
    }
}
