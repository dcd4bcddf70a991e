package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.jpa.Conditions;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.sync.SyncDeadLetter;
import io.oka.keycloak.sync.SyncDeadLetters;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Takes items out of the dead letters, one or a batch at a time. Batches leave alone what somebody else is at.
 */
record DeadLetterRows(KeycloakSession session, EntityManager em) {

    private static final int AT_ONCE = 1_000;
    private static final int BATCHES = 5;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final String QUEUE = "update OKA_SYNC_ITEM t set STATE = 'queued', RESULT = null, DETAIL = null,"
            + " ATTEMPTS = 0, FINISHED_AT = null, LEASE_OWNER = null, LEASE_UNTIL = null, LEASE_TOKEN = null,"
            + " REPLAYED_AT = :now, UPDATED_AT = :now, NEXT_ATTEMPT_AT = ";

    private static final String QUEUE_ONE = QUEUE + ":now where t.ID = :id and exists (select 1 from OKA_SYNC_JOB j"
            + " where j.ID = t.JOB_ID and j.CANCELLED_AT is null)";

    /** What can come to nothing but a dead letter again is left. */
    private static final String REPLAYABLE =
            " and (i.RESULT <> 'malformed' or i.EDITED_AT is not null) and i.EXTERNAL_CODE"
                    + " is not null and i.ITEM_VERSION is not null and exists (select 1 from OKA_SYNC_JOB j where j.ID = i.JOB_ID"
                    + " and j.CANCELLED_AT is null)";

    private static final String DISCARD =
            "update OKA_SYNC_ITEM t set STATE = 'discarded', DISCARDED_REASON = :reason, UPDATED_AT = :now";

    /** Replays of the realm that are still to come: others queue up behind them. */
    private static final String LAST_REPLAY = "select cast(extract(epoch from max(NEXT_ATTEMPT_AT)) * 1000 as bigint)"
            + " from OKA_SYNC_ITEM where REALM_ID = :realmId and STATE = 'queued' and REPLAYED_AT is not null"
            + " and NEXT_ATTEMPT_AT > :now";

    /** Whether it is queued; not if its job is cancelled. */
    boolean replay(SyncDeadLetter letter, Instant now) {
        boolean queued = em.createNativeQuery(QUEUE_ONE)
                        .setParameter("now", now)
                        .setParameter("id", letter.id())
                        .executeUpdate()
                == 1;
        if (queued) {
            jobsMovedOn(Set.of(letter.jobId()));
        }
        return queued;
    }

    SyncDeadLetters.Batch replay(String realmId, SyncDeadLetters.Filter filter, int ratePerSecond, Instant now) {
        Duration gap = SECOND.dividedBy(ratePerSecond);
        Instant start = startOfReplay(realmId, now, gap);
        int[] done = {0};
        boolean more = inBatches(realmId, filter, REPLAYABLE, (where, parameters) -> {
            parameters.put("now", now);
            parameters.put("start", start.plus(gap.multipliedBy(done[0])));
            parameters.put("gapMicros", gap.toNanos() / 1_000);
            String sql = "with p as (" + where + ") " + QUEUE
                    + "cast(:start as timestamptz) + p.N * :gapMicros * interval '1 microsecond'"
                    + " from p where t.ID = p.ID returning t.ID, t.JOB_ID";
            List<Object[]> rows = run(sql, parameters);
            done[0] += rows.size();
            return rows;
        });
        return new SyncDeadLetters.Batch(
                done[0], done[0] == 0 ? null : start.plus(gap.multipliedBy(done[0] - 1L)), more);
    }

    void discard(SyncDeadLetter letter, String reason, Instant now) {
        em.createNativeQuery(DISCARD + " where t.ID = :id")
                .setParameter("reason", reason)
                .setParameter("now", now)
                .setParameter("id", letter.id())
                .executeUpdate();
        jobsMovedOn(Set.of(letter.jobId()));
    }

    SyncDeadLetters.Batch discard(String realmId, SyncDeadLetters.Filter filter, String reason, Instant now) {
        int[] done = {0};
        boolean more = inBatches(realmId, filter, "", (where, parameters) -> {
            parameters.put("now", now);
            parameters.put("reason", reason);
            List<Object[]> rows = run(
                    "with p as (" + where + ") " + DISCARD + " from p where t.ID = p.ID returning t.ID, t.JOB_ID",
                    parameters);
            done[0] += rows.size();
            return rows;
        });
        return new SyncDeadLetters.Batch(done[0], null, more);
    }

    /** Whether there may be more. */
    private boolean inBatches(String realmId, SyncDeadLetters.Filter filter, String narrowed, Step step) {
        LockTimeout.set(em);
        Set<String> jobs = new TreeSet<>();
        boolean more = true;
        for (int i = 0; i < BATCHES && more; i++) {
            Conditions conditions = DeadLetterReads.dead(realmId, filter);
            String where =
                    "select d.ID, row_number() over (order by d.ID) - 1 as N from (select i.ID from OKA_SYNC_ITEM i"
                            + " where " + conditions.text() + narrowed + " order by i.ID limit " + AT_ONCE
                            + " for update skip locked) d";
            List<Object[]> rows = step.run(where, conditions.parameters());
            more = rows.size() == AT_ONCE;
            rows.forEach(row -> jobs.add((String) row[1]));
        }
        jobsMovedOn(jobs);
        return more;
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> run(String sql, Map<String, Object> parameters) {
        var query = em.createNativeQuery(sql, Object[].class);
        parameters.forEach(query::setParameter);
        return query.getResultList();
    }

    private Instant startOfReplay(String realmId, Instant now, Duration gap) {
        @Nullable
        Object last = em.createNativeQuery(LAST_REPLAY, Long.class)
                .setParameter("realmId", realmId)
                .setParameter("now", now)
                .getSingleResult();
        return last == null
                ? now
                : Instant.ofEpochMilli(((Number) last).longValue()).plus(gap);
    }

    /** Their states follow from their items'. */
    private void jobsMovedOn(Set<String> jobIds) {
        new JpaJobs(session, em).itemsChanged(jobIds);
    }

    /** One batch: what is picked, as {@code ID, N}, and what that is narrowed by. */
    @FunctionalInterface
    private interface Step {

        List<Object[]> run(String picked, Map<String, Object> parameters);
    }
}
