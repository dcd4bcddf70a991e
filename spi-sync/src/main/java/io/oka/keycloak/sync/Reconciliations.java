package io.oka.keycloak.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.CursorPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Comparisons of the two sides, and what is done about their differences. An operator begins a comparison, or an agent
 * with its first page; the agent sends pages of all that its system has, and those whose count and hash are not ours once
 * more with their items.
 */
public interface Reconciliations {

    /**
     * The agent learns of it with its next heartbeat.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code reconciliation_open}
     */
    Reconciliation start(
            RealmModel realm, String agentSystem, Map<ComparedEntity, List<String>> fields, @Nullable String createdBy);

    /** Null if it is not there. */
    @Nullable
    Reconciliation get(RealmModel realm, String id);

    /** The one that a system's agents are to send pages for; null if there is none. */
    @Nullable
    Reconciliation open(RealmModel realm, String agentSystem);

    /** Newest first: at most one more than the page holds. */
    List<Reconciliation> list(
            RealmModel realm, @Nullable String agentSystem, @Nullable ReconciliationState state, CursorPage page);

    List<Reconciliation.Progress> progress(RealmModel realm, Reconciliation reconciliation);

    /**
     * What it has found stays.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code reconciliation_ended}
     */
    Reconciliation cancel(RealmModel realm, Reconciliation reconciliation);

    /**
     * Compares a page, in the session's transaction. The last one ends the comparison. One that does not fit to the
     * others, or lies, is refused.
     *
     * @param page as the agent sent it
     */
    ItemOutcome compare(RealmModel realm, String agentSystem, String agentId, JsonNode page);

    /** Newest first: at most one more than the page holds. */
    List<Drift> drift(RealmModel realm, Drift.Filter filter, CursorPage page);

    /** The same, oldest first, from after a place on. */
    List<Drift> oldestDrift(RealmModel realm, Drift.Filter filter, @Nullable String after, int atMost);

    /** Null if it is not there. */
    @Nullable
    Drift drift(RealmModel realm, String id);

    /** What happened to it, oldest first. */
    List<Drift.Record> record(RealmModel realm, Drift drift);

    /**
     * Does as the source of truth says, or as the caller does: what the other system says is applied here by a job of our
     * own, or the other system is asked to set it right.
     *
     * @param right null for the configured side
     * @throws io.oka.keycloak.common.problem.ConflictException {@code drift_ended}, {@code drift_approved}, {@code
     *     not_fixable}
     */
    Drift approve(RealmModel realm, Drift drift, @Nullable SourceOfTruth right);

    /** The same, of as many as go into one transaction, oldest first. Those that cannot be approved stay. */
    Drift.Batch approve(RealmModel realm, Drift.Filter filter, @Nullable SourceOfTruth right);

    /**
     * Lets it stand as it is.
     *
     * @param until null for good: until one of the two values changes
     * @throws io.oka.keycloak.common.problem.ConflictException {@code drift_ended}
     */
    Drift ignore(RealmModel realm, Drift drift, String reason, @Nullable Instant until);

    /** The same, of as many as go into one transaction, oldest first. */
    Drift.Batch ignore(RealmModel realm, Drift.Filter filter, String reason, @Nullable Instant until);
}
