package io.oka.keycloak.sync;

import io.oka.keycloak.common.http.CursorPage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** What agents send, and what became of each item of it. Each change wakes this node's workers once it is committed. */
public interface Jobs {

    /**
     * Takes it in: from the commit on nothing of it is lost.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 503 {@code queue_full} while too many items wait in the realm
     */
    Job accept(RealmModel realm, NewJob job);

    @Nullable
    Job get(RealmModel realm, String id);

    /** Newest first: at most one more than the page holds. */
    List<Job> list(RealmModel realm, Filter filter, CursorPage page);

    /** In the order in which they were sent, by {@link JobItem#position}: at most one more than the page holds. */
    List<JobItem> items(Job job, @Nullable ItemState state, CursorPage page);

    /**
     * Ends it: what waits is not tried any more. What is being applied at this moment comes to its end.
     *
     * @return null if there is none
     * @throws io.oka.keycloak.common.problem.ConflictException {@code job_finished}
     */
    @Nullable
    Job cancel(RealmModel realm, String id, String by);

    /**
     * Tries at once what was given up and what waits to be tried again. What was malformed as it came stays given up.
     *
     * @return null if there is none
     * @throws io.oka.keycloak.common.problem.ConflictException {@code job_cancelled}, {@code nothing_to_retry}
     */
    @Nullable
    Job retry(RealmModel realm, String id);

    /**
     * A code was mapped: what waited for it goes on. Call it after the mapping is written, in its transaction.
     *
     * @param mappingType {@code tenant}, {@code plan} or {@code service}
     * @return how many items resume
     */
    int resumeParked(RealmModel realm, String system, String mappingType, String externalCode);

    /** Many codes were mapped: what waits for any that is mapped now goes on. Likewise, at the end of the transaction. */
    int resumeMapped(RealmModel realm, String system);

    /**
     * Items were changed by somebody else in the session's transaction: what is due is looked at once it commits, and the
     * states of their jobs follow.
     */
    void itemsChanged(Set<String> jobIds);

    /** Which jobs are asked for; null does not narrow. */
    record Filter(
            @Nullable String system,
            @Nullable String agentId,
            @Nullable JobType type,
            @Nullable JobState state) {}
}
