package io.oka.keycloak.common.outage;

import org.keycloak.models.KeycloakSession;

/**
 * Whether a request goes by what is too old while the database is away. Only those may that tell their caller so; whoever
 * exchanges, changes or counts needs to know better.
 */
public final class Staleness {

    private static final String TOLERATED = "oka.staleness.tolerated";
    private static final String USED = "oka.staleness.used";

    private Staleness() {}

    /**
     * From here on, what was cached is good for a minute after it was read wherever the database is away. Called before
     * the caller is authenticated, whose key may be among it; by whoever answers with {@link #isUsed}, and writes nothing
     * in the session's own transaction.
     */
    public static void tolerate(KeycloakSession session) {
        session.setAttribute(TOLERATED, true);
    }

    public static boolean isTolerated(KeycloakSession session) {
        return session.getAttribute(TOLERATED) != null;
    }

    /** Something was too old, and was gone by. */
    public static void use(KeycloakSession session) {
        session.setAttribute(USED, true);
    }

    /** Whether the answer goes by anything that is too old. */
    public static boolean isUsed(KeycloakSession session) {
        return session.getAttribute(USED) != null;
    }
}
