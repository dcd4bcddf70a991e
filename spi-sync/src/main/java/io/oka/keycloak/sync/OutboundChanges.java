package io.oka.keycloak.sync;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * What the other system is told of: usage and entitlements of the tenants that are mapped in it, with its own codes. A
 * reader that goes on from place to place misses nothing and is told nothing twice, however many write meanwhile and
 * however slowly they commit: what is still being written is given once it is committed, and holds up what comes after it.
 * A tenant that is mapped later is told of from the reader's place on.
 */
public interface OutboundChanges {

    /**
     * What comes after a place.
     *
     * @param place where the page before ended; null for the beginning
     * @param limit at most so many
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a place that was never given here
     */
    Page after(RealmModel realm, String system, @Nullable String place, int limit);

    /** A place before all that happens from this time on, and by little more than minutes before it. */
    String since(RealmModel realm, Instant time);

    /**
     * A part of what happened.
     *
     * @param place where to go on, at the end as well
     * @param more whether there is more to read now; so there may be after a part that is empty, where much happened to
     *     tenants that the system does not know
     */
    record Page(List<OutboundChange> changes, String place, boolean more) {}
}
