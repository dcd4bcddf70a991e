package io.oka.keycloak.apikeys.guess;

import io.oka.keycloak.apikeys.KeyCheck;
import org.keycloak.events.EventBuilder;
import org.keycloak.provider.Provider;

/**
 * Stands between the endpoints and those who try keys out: by realm, address and client, on each node for itself. Only
 * failures count, and nobody's success makes room for others. {@code BruteForceProtector} needs a user, which an unknown
 * key has not.
 */
public interface GuessLimits extends Provider {

    /**
     * How many seconds this address has to wait, through this client, before another key is looked at; 0 for none.
     */
    int secondsToWait(String realmId, String clientId, String address);

    /**
     * Counts a key that was refused, and lets the event tell why, which the answer does not. Events are capped, so that
     * guessing does not flood the event store.
     *
     * @param event of the type of the request
     */
    void refused(String realmId, String clientId, String address, KeyCheck check, EventBuilder event);

    @Override
    default void close() {}
}
