package io.oka.keycloak.common.http;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a bounded list is asked for.
 *
 * @param first how many rows to pass over
 * @param max how many rows to give, 1 to {@value #LARGEST}
 */
public record Page(int first, int max) {

    public static final int LARGEST = 100;
    public static final int USUAL = 20;
    public static final String TOTAL_COUNT = "X-Total-Count";

    /**
     * Reads the query parameters {@code first} and {@code max}.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 if one is no number or out of range
     */
    public static Page of(@Nullable String first, @Nullable String max) {
        int from = number("first", first, 0);
        int size = number("max", max, USUAL);
        new Validation()
                .check(from >= 0, "first", "must not be negative")
                .check(size >= 1 && size <= LARGEST, "max", "must be 1 to " + LARGEST)
                .orRefuse();
        return new Page(from, size);
    }

    static int number(String name, @Nullable String value, int fallback) {
        if (value == null || value.isEmpty()) {
            return fallback;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw io.oka.keycloak.common.problem.Problem.invalid(name, "must be a whole number")
                    .asException();
        }
    }
}
