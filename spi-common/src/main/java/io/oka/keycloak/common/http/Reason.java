package io.oka.keycloak.common.http;

import org.jspecify.annotations.Nullable;

/** Why somebody does something, told to whom looks at it later. */
public final class Reason {

    private static final int LONGEST = 1000;

    private Reason() {}

    /**
     * The member {@code reason}, without blanks around it.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for no reason, or a long one
     */
    public static String required(@Nullable String text) {
        String reason = text == null ? "" : text.strip();
        new Validation()
                .check(
                        !reason.isEmpty() && reason.length() <= LONGEST,
                        "reason",
                        "must be 1 to " + LONGEST + " characters")
                .orRefuse();
        return reason;
    }
}
