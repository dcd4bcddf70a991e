package io.oka.keycloak.common.option;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** An option of the server that is a duration in ISO 8601, such as {@code PT5M}. */
public final class DurationOption {

    private DurationOption() {}

    /**
     * @param name the option's whole name
     * @param value what the operator says; null for nothing
     * @param usual what holds then
     * @param least written as the operator would
     * @param most likewise
     * @throws IllegalArgumentException with a sentence for the operator, which ends the start
     */
    public static Duration of(String name, @Nullable String value, Duration usual, String least, String most) {
        if (value == null) {
            return usual;
        }
        String objection =
                name + " must be a duration from " + least + " to " + most + ", such as " + usual + ", and is " + value;
        try {
            Duration wanted = Duration.parse(value);
            if (wanted.compareTo(Duration.parse(least)) >= 0 && wanted.compareTo(Duration.parse(most)) <= 0) {
                return wanted;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(objection, e);
        }
        throw new IllegalArgumentException(objection);
    }
}
