package io.oka.keycloak.sync;

import java.util.Collection;
import org.keycloak.models.RealmModel;

/** What agents send, and what became of each item of it. */
public interface Jobs {

    /**
     * These codes of a system mean something from now on: what waits for them is to be applied, once the session's
     * transaction has committed.
     */
    // A stub until the engine is there.
    default void resumeParked(RealmModel realm, String system, MappingType type, Collection<String> externalCodes) {}
}
