package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.entitlements.EntitlementSettings;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.Reconciliation;
import io.oka.keycloak.sync.ReconciliationState;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncSettings;
import io.oka.keycloak.sync.reconcile.CanonicalLines;
import io.oka.keycloak.sync.reconcile.Codes;
import io.oka.keycloak.sync.reconcile.Comparison;
import io.oka.keycloak.sync.reconcile.LocalEntry;
import io.oka.keycloak.sync.reconcile.PageRanges;
import io.oka.keycloak.sync.reconcile.PageToCompare;
import io.oka.keycloak.sync.reconcile.RemoteEntry;
import io.oka.keycloak.sync.reconcile.SnapshotRefusal;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Compares a page of a snapshot: by count and hash first, and by its items where they differ and were sent. What is here
 * is read in chunks, so that a page over a wide range costs time and no memory. All of it is one transaction, with the
 * comparison's row held: a process that dies in it leaves the page as if it had never come.
 */
record PageIntake(KeycloakSession session, EntityManager em, RealmModel realm, String system, Instant now) {

    private static final int CHUNK = 1_000;

    /** What is compared if the agent begins. */
    static Map<ComparedEntity, List<String>> usualFields() {
        Map<ComparedEntity, List<String>> fields = new EnumMap<>(ComparedEntity.class);
        Arrays.stream(ComparedEntity.values()).forEach(entity -> fields.put(entity, entity.usualFields()));
        return fields;
    }

    /**
     * @throws SnapshotRefusal for a page that does not fit, or lies
     */
    ItemOutcome take(String agentId, PageToCompare page) {
        LockTimeout.set(em);
        Reconciliation held = hold(page);
        if (held == null && page.reconciliationId() == null) {
            // Page 0 opens one; others may have come before it, and come again.
            return new ItemOutcome.Failed("no_reconciliation", "No reconciliation is open, and page 0 has not come");
        }
        if (held == null) {
            throw new SnapshotRefusal("unknown_reconciliation", "There is none of this id for this system");
        }
        if (!held.isOpen()) {
            return new ItemOutcome.Skipped(
                    "reconciliation_ended", "It is " + held.state().wireName(), null);
        }
        List<String> fields = held.fields().get(page.entity());
        if (fields == null) {
            throw new SnapshotRefusal(
                    "not_compared",
                    "This reconciliation is not about entity " + page.entity().wireName());
        }
        page.requireHash(fields);
        fit(new SnapshotPages(em, realm.getId(), held.id()), page);
        String result = compare(held, page, fields);
        new SnapshotPages(em, realm.getId(), held.id()).write(page, result, now);
        rows().pageCame(held.id(), agentId);
        endIfWhole(held);
        return new ItemOutcome.Applied(result, null);
    }

    private @Nullable Reconciliation hold(PageToCompare page) {
        String id = page.reconciliationId();
        if (id == null) {
            Reconciliation open = rows().open(realm.getId(), system);
            id = open != null ? open.id() : page.page() == 0 ? begin() : null;
        }
        Reconciliation held = id == null ? null : rows().lock(realm.getId(), id);
        return held != null && held.agentSystem().equals(system) ? held : null;
    }

    private @Nullable String begin() {
        String id = rows().begin(realm.getId(), system, usualFields(), null);
        if (id == null) {
            // Somebody else was faster.
            Reconciliation open = rows().open(realm.getId(), system);
            return open == null ? null : open.id();
        }
        changes().started(Objects.requireNonNull(rows().get(realm.getId(), id)));
        return id;
    }

    private static void fit(SnapshotPages pages, PageToCompare page) {
        PageRanges known = pages.ranges(page.entity());
        PageRanges.Range range = new PageRanges.Range(page.page(), page.after(), page.upTo());
        if (known.isBegunAnew(range)) {
            pages.forget(page.entity(), page.page());
            known = known.before(page.page());
        }
        known.requireFit(range);
    }

    private String compare(Reconciliation held, PageToCompare page, List<String> fields) {
        LocalEntries locals = locals();
        DriftSightings sightings = sightings(held);
        if (matches(locals, page, fields)) {
            sightings.resolveUnseen(page.entity(), page.after(), page.upTo());
            return SnapshotPages.MATCHED;
        }
        if (page.entries() == null) {
            return SnapshotPages.ITEMS_WANTED;
        }
        Comparison comparison = new Comparison(fields, locals.planCodes());
        List<RemoteEntry> remotes = page.entries();
        String after = page.after();
        boolean more = true;
        while (more) {
            List<LocalEntry> chunk = locals.chunk(page.entity(), after, page.upTo(), CHUNK);
            more = chunk.size() == CHUNK;
            String upTo = more ? chunk.get(CHUNK - 1).externalCode() : page.upTo();
            String from = after;
            List<RemoteEntry> there = remotes.stream()
                    .filter(entry -> Codes.isWithin(entry.externalCode(), from, upTo))
                    .toList();
            sightings.see(page.entity(), comparison.compare(chunk, there));
            after = upTo == null ? after : upTo;
        }
        sightings.resolveUnseen(page.entity(), page.after(), page.upTo());
        return SnapshotPages.COMPARED;
    }

    private static boolean matches(LocalEntries locals, PageToCompare page, List<String> fields) {
        CanonicalLines lines = new CanonicalLines(fields);
        String after = page.after();
        boolean more = true;
        while (more) {
            List<LocalEntry> chunk = locals.chunk(page.entity(), after, page.upTo(), CHUNK);
            chunk.stream().filter(LocalEntry::listed).forEach(entry -> lines.add(entry.externalCode(), entry.values()));
            more = chunk.size() == CHUNK;
            after = more ? chunk.get(CHUNK - 1).externalCode() : after;
        }
        int count = lines.count();
        boolean same = lines.sha256().equals(page.sha256());
        if (same && count != page.count()) {
            throw new SnapshotRefusal(
                    "count_mismatch", "snapshot.count says " + page.count() + ", and the hash is that of " + count);
        }
        return same;
    }

    /** Once each code of each entity was compared. */
    private void endIfWhole(Reconciliation held) {
        SnapshotPages pages = new SnapshotPages(em, realm.getId(), held.id());
        boolean whole = held.fields().keySet().stream()
                .allMatch(entity -> pages.progress(entity).complete());
        if (!whole) {
            return;
        }
        DriftSightings sightings = sightings(held);
        held.fields().forEach(sightings::resolveUnseen);
        rows().end(held.id(), ReconciliationState.DONE, null);
        Reconciliation over = Objects.requireNonNull(rows().get(realm.getId(), held.id()));
        changes().ended(over);
        long open = ((Number) em.createNativeQuery("select count(*) from OKA_SYNC_DRIFT"
                                + " where LAST_RECONCILIATION_ID = :id and REALM_ID = :realmId and STATE = 'open'")
                        .setParameter("id", held.id())
                        .setParameter("realmId", realm.getId())
                        .getSingleResult())
                .longValue();
        if (open > 0) {
            changes().driftDetected(system, held.id(), over.agentId(), open);
        }
    }

    private LocalEntries locals() {
        return new LocalEntries(em, realm.getId(), system, EntitlementSettings.fallbackTier(realm), now);
    }

    private DriftSightings sightings(Reconciliation held) {
        SyncSettings.Reconciliation settings =
                SyncProvider.of(session).options().in(realm).reconciliation();
        DriftRecords records = new DriftRecords(session, em, now);
        return new DriftSightings(em, records, settings, realm.getId(), system, held.id(), now);
    }

    private ReconciliationRows rows() {
        return new ReconciliationRows(session, em, now);
    }

    private ReconciliationChanges changes() {
        return new ReconciliationChanges(session, em, realm);
    }
}
