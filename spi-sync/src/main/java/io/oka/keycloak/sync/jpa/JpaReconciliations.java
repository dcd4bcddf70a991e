package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.Reconciliation;
import io.oka.keycloak.sync.ReconciliationState;
import io.oka.keycloak.sync.Reconciliations;
import io.oka.keycloak.sync.SourceOfTruth;
import io.oka.keycloak.sync.reconcile.PageToCompare;
import io.oka.keycloak.sync.reconcile.SnapshotRefusal;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Comparisons of the two sides, and what was done about their differences. In PostgreSQL. */
record JpaReconciliations(KeycloakSession session, EntityManager em) implements Reconciliations {

    @Override
    public Reconciliation start(
            RealmModel realm,
            String agentSystem,
            Map<ComparedEntity, List<String>> fields,
            @Nullable String createdBy) {
        // Whoever begins one at the same time is waited for.
        LockTimeout.set(em);
        String id = rows().begin(realm.getId(), agentSystem, fields, createdBy);
        if (id == null) {
            throw new ConflictException("reconciliation_open", "One of this system is under way");
        }
        Reconciliation begun = Objects.requireNonNull(get(realm, id));
        changes(realm).started(begun);
        return begun;
    }

    @Override
    public @Nullable Reconciliation get(RealmModel realm, String id) {
        return rows().get(realm.getId(), id);
    }

    @Override
    public @Nullable Reconciliation open(RealmModel realm, String agentSystem) {
        return rows().open(realm.getId(), agentSystem);
    }

    @Override
    public List<Reconciliation> list(
            RealmModel realm, @Nullable String agentSystem, @Nullable ReconciliationState state, CursorPage page) {
        return rows().list(realm.getId(), agentSystem, state, page);
    }

    @Override
    public List<Reconciliation.Progress> progress(RealmModel realm, Reconciliation reconciliation) {
        SnapshotPages pages = new SnapshotPages(em, realm.getId(), reconciliation.id());
        return reconciliation.fields().keySet().stream().map(pages::progress).toList();
    }

    @Override
    public Reconciliation cancel(RealmModel realm, Reconciliation reconciliation) {
        LockTimeout.set(em);
        if (!rows().end(reconciliation.id(), ReconciliationState.CANCELLED, null)) {
            throw new ConflictException("reconciliation_ended", "It is over already");
        }
        Reconciliation over = Objects.requireNonNull(get(realm, reconciliation.id()));
        changes(realm).ended(over);
        return over;
    }

    @Override
    public ItemOutcome compare(RealmModel realm, String agentSystem, String agentId, JsonNode page) {
        try {
            return new PageIntake(session, em, realm, agentSystem, now()).take(agentId, PageToCompare.of(page));
        } catch (SnapshotRefusal refusal) {
            return new ItemOutcome.Refused(refusal.errorClass(), refusal.detail());
        }
    }

    @Override
    public List<Drift> drift(RealmModel realm, Drift.Filter filter, CursorPage page) {
        return new DriftReads(em).list(realm.getId(), filter, page);
    }

    @Override
    public List<Drift> oldestDrift(RealmModel realm, Drift.Filter filter, @Nullable String after, int atMost) {
        return new DriftReads(em).oldest(realm.getId(), filter, after, atMost);
    }

    @Override
    public @Nullable Drift drift(RealmModel realm, String id) {
        return new DriftReads(em).get(realm.getId(), id);
    }

    @Override
    public List<Drift.Record> record(RealmModel realm, Drift drift) {
        return new DriftReads(em).record(realm.getId(), drift.id());
    }

    @Override
    public Drift approve(RealmModel realm, Drift drift, @Nullable SourceOfTruth right) {
        return actions(realm).approve(drift, right);
    }

    @Override
    public Drift.Batch approve(RealmModel realm, Drift.Filter filter, @Nullable SourceOfTruth right) {
        return actions(realm).approve(filter, right);
    }

    @Override
    public Drift ignore(RealmModel realm, Drift drift, String reason, @Nullable Instant until) {
        return actions(realm).ignore(drift, reason, until);
    }

    @Override
    public Drift.Batch ignore(RealmModel realm, Drift.Filter filter, String reason, @Nullable Instant until) {
        return actions(realm).ignore(filter, reason, until);
    }

    private DriftActions actions(RealmModel realm) {
        return new DriftActions(session, em, realm, Acting.actor(session).id(), now());
    }

    private ReconciliationRows rows() {
        return new ReconciliationRows(session, em, now());
    }

    private ReconciliationChanges changes(RealmModel realm) {
        return new ReconciliationChanges(session, em, realm);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
