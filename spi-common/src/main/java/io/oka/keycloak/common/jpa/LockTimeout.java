package io.oka.keycloak.common.jpa;

import jakarta.persistence.EntityManager;

/** Bounds how long a transaction waits for any one lock: whoever waits holds a connection that others need. */
public final class LockTimeout {

    private static final int MILLIS = 5_000;
    private static final int SHORT_MILLIS = 500;

    private LockTimeout() {}

    /**
     * From here to the end of the transaction a lock that cannot be had in five seconds ends the request, with a 409 that
     * tells the caller to retry.
     */
    public static void set(EntityManager em) {
        set(em, MILLIS);
    }

    /** For background work that can come again: it gives way before PostgreSQL would look for a deadlock's victim. */
    public static void setShort(EntityManager em) {
        set(em, SHORT_MILLIS);
    }

    private static void set(EntityManager em, int millis) {
        em.createNativeQuery("select set_config('lock_timeout', '" + millis + "ms', true)")
                .getSingleResult();
    }
}
