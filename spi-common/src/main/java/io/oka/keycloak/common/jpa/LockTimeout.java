package io.oka.keycloak.common.jpa;

import jakarta.persistence.EntityManager;

/** Bounds how long a transaction waits for any one lock: whoever waits holds a connection that others need. */
public final class LockTimeout {

    private static final int MILLIS = 5_000;

    private LockTimeout() {}

    /**
     * From here to the end of the transaction a lock that cannot be had in five seconds ends the request, with a 409 that
     * tells the caller to retry.
     */
    public static void set(EntityManager em) {
        em.createNativeQuery("select set_config('lock_timeout', '" + MILLIS + "ms', true)")
                .getSingleResult();
    }
}
