package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.DriftState;
import io.oka.keycloak.sync.SourceOfTruth;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * What somebody does about differences, in the caller's transaction. Batches leave alone what somebody else is at, and go
 * on behind it.
 *
 * @param by the operator; null for the system itself
 */
record DriftActions(
        KeycloakSession session,
        EntityManager em,
        RealmModel realm,
        @Nullable String by,
        Instant now) {

    private static final int AT_ONCE = 500;
    private static final int BATCHES = 5;

    private static final String LIVING = "select ID from OKA_SYNC_DRIFT where REALM_ID = :realmId and ID in (:ids)"
            + " and ENDED_AT is null and STATE <> 'approved' order by ID for update";

    private static final String ASK = "update OKA_SYNC_DRIFT set STATE = 'approved', FIX_JOB_ID = null,"
            + " FIX_ITEM_ID = null, IGNORED_UNTIL = null, VERSION = VERSION + 1 where REALM_ID = :realmId"
            + " and ID in (:ids)";

    private static final String IGNORE = "update OKA_SYNC_DRIFT set STATE = 'ignored', IGNORED_REASON = :reason,"
            + " IGNORED_UNTIL = nullif(:until, cast('9999-12-31T00:00:00Z' as timestamptz)), VERSION = VERSION + 1 where REALM_ID = :realmId and ID in (:ids)";

    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    Drift approve(Drift drift, @Nullable SourceOfTruth right) {
        hold(drift);
        if (approve(List.of(drift.id()), right).isEmpty()) {
            throw new ConflictException(
                    "not_fixable", "No item clears a field, or what it is about has changed since it was seen");
        }
        Drift now = again(drift);
        changes().decided("sync.drift_approved", now, null);
        return now;
    }

    Drift.Batch approve(Drift.Filter filter, @Nullable SourceOfTruth right) {
        Drift.Batch batch = inBatches(filter, ids -> approve(ids, right));
        if (batch.drifts() > 0) {
            changes().decided("sync.drifts_approved", batch.drifts(), null);
        }
        return batch;
    }

    Drift ignore(Drift drift, String reason, @Nullable Instant until) {
        hold(drift);
        ignore(List.of(drift.id()), reason, until);
        Drift now = again(drift);
        changes().decided("sync.drift_ignored", now, reason);
        return now;
    }

    Drift.Batch ignore(Drift.Filter filter, String reason, @Nullable Instant until) {
        Drift.Batch batch = inBatches(filter, ids -> ignore(ids, reason, until));
        if (batch.drifts() > 0) {
            changes().decided("sync.drifts_ignored", batch.drifts(), reason);
        }
        return batch;
    }

    /** Those that were approved. They are held. */
    List<String> approve(List<String> ids, @Nullable SourceOfTruth right) {
        List<DriftEntity> here = new ArrayList<>();
        List<DriftEntity> asked = new ArrayList<>();
        for (DriftEntity row : reads().rows(realm.getId(), ids)) {
            SourceOfTruth truth = right == null ? SourceOfTruth.ofWireName(row.sourceOfTruth) : right;
            if (truth == SourceOfTruth.REMOTE) {
                here.add(row);
            } else {
                asked.add(row);
            }
        }
        List<String> done = new ArrayList<>(new DriftFixes(session, em, realm, now).begin(here, by));
        records().write(done, "approved", "What the other system says is applied here");
        List<String> there = asked.stream().map(row -> row.id).toList();
        if (!there.isEmpty()) {
            em.createNativeQuery(ASK)
                    .setParameter("realmId", realm.getId())
                    .setParameter("ids", there)
                    .executeUpdate();
            records().write(there, "approved", "The other system is asked to set it right");
            asked.forEach(row -> changes().correctionRequested(DriftReads.read(row)));
        }
        done.addAll(there);
        return done;
    }

    private List<String> ignore(List<String> ids, String reason, @Nullable Instant until) {
        em.createNativeQuery(IGNORE)
                .setParameter("reason", reason)
                .setParameter("until", until == null ? NEVER : until)
                .setParameter("realmId", realm.getId())
                .setParameter("ids", ids)
                .executeUpdate();
        records().write(ids, "ignored", reason);
        return ids;
    }

    private void hold(Drift drift) {
        LockTimeout.set(em);
        if (!held(List.of(drift.id()), "").isEmpty()) {
            return;
        }
        boolean ended = again(drift).endedAt() != null;
        throw ended
                ? new ConflictException("drift_ended", "It is no longer a difference")
                : new ConflictException("drift_approved", "It is being set right already");
    }

    private Drift again(Drift drift) {
        return Objects.requireNonNull(reads().get(realm.getId(), drift.id()));
    }

    /** Of those that are open, if the filter names no state. */
    private Drift.Batch inBatches(Drift.Filter filter, Function<List<String>, List<String>> work) {
        Drift.Filter wanted = filter.state() == null ? filter.of(DriftState.OPEN) : filter;
        int done = 0;
        boolean more = true;
        String after = null;
        for (int i = 0; i < BATCHES && more; i++) {
            List<Drift> some = reads().oldest(realm.getId(), wanted, after, AT_ONCE);
            more = some.size() == AT_ONCE;
            if (!some.isEmpty()) {
                after = some.get(some.size() - 1).id();
                Set<String> held = Set.copyOf(held(some.stream().map(Drift::id).toList(), " skip locked"));
                if (!held.isEmpty()) {
                    done += work.apply(some.stream()
                                    .map(Drift::id)
                                    .filter(held::contains)
                                    .toList())
                            .size();
                }
            }
        }
        return new Drift.Batch(done, more);
    }

    @SuppressWarnings("unchecked")
    List<String> held(List<String> ids, String how) {
        return em.createNativeQuery(LIVING + how, String.class)
                .setParameter("realmId", realm.getId())
                .setParameter("ids", ids)
                .getResultList();
    }

    private DriftReads reads() {
        return new DriftReads(em);
    }

    private DriftRecords records() {
        return new DriftRecords(session, em, now);
    }

    private ReconciliationChanges changes() {
        return new ReconciliationChanges(session, em, realm);
    }
}
