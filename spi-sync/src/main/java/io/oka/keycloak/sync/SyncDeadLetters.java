package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.CursorPage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Items that were given up, of all systems of a realm: to be looked at, edited, tried again or discarded. One stops to be a
 * dead letter once it is tried again, or somebody discards it.
 */
public interface SyncDeadLetters {

    /**
     * Which are meant; null does not narrow.
     *
     * @param from given up from this time on
     * @param to given up before this time
     */
    record Filter(
            @Nullable String errorClass,
            @Nullable String agentSystem,
            @Nullable JobType type,
            @Nullable String externalCode,
            @Nullable String jobId,
            @Nullable Instant from,
            @Nullable Instant to) {

        public static final Filter ALL = new Filter(null, null, null, null, null, null, null);
    }

    /** How many there are of a class. */
    record ErrorClass(String errorClass, long count, Instant oldestAt, Instant newestAt) {}

    /** What an operator changes; null leaves it as it is. */
    record Edit(
            @Nullable String externalCode,
            @Nullable Long version,
            @Nullable ObjectNode data) {}

    /**
     * How far one call came.
     *
     * @param items how many it dealt with
     * @param lastAt when the last of them is tried; null if none is
     * @param more whether there may be more: the same call again goes on
     */
    record Batch(int items, @Nullable Instant lastAt, boolean more) {}

    /** Newest first: at most one more than the page holds. */
    List<SyncDeadLetter> list(RealmModel realm, Filter filter, CursorPage page);

    /** By class, the most first. */
    List<ErrorClass> summary(RealmModel realm, Filter filter);

    /** Null if it is not there, or no dead letter. */
    SyncDeadLetter.@Nullable Details get(RealmModel realm, String id);

    /** Like {@link #get}; nobody else is at it until the transaction ends. */
    SyncDeadLetter.@Nullable Details lock(RealmModel realm, String id);

    /** Changes one that is held. It keeps what was sent, and stays a dead letter. */
    SyncDeadLetter.Details edit(RealmModel realm, SyncDeadLetter.Details held, Edit edit, String by);

    /**
     * Tries one that is held again, at once.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code job_cancelled}, {@code malformed}
     */
    SyncDeadLetter.Details replay(RealmModel realm, SyncDeadLetter.Details held);

    /**
     * Tries as many again as go into one transaction, oldest first, so many a second and after those that are being
     * replayed already. Those of cancelled jobs and what is malformed as it came stay.
     */
    Batch replay(RealmModel realm, Filter filter, int ratePerSecond);

    /** Gives one that is held up for good. */
    SyncDeadLetter.Details discard(RealmModel realm, SyncDeadLetter.Details held, String reason);

    /** Gives up for good as many as go into one transaction, oldest first. */
    Batch discard(RealmModel realm, Filter filter, String reason);
}
