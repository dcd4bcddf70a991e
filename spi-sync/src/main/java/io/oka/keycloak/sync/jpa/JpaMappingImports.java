package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.ChangeRows;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.sync.MappingImport;
import io.oka.keycloak.sync.MappingImports;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.sync.SyncProvider;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Imports in PostgreSQL, in the request's own transaction: if the process dies before that commits, nothing has happened.
 * Of the lines only a thousand at a time are in memory, the rest is in an {@link ImportStage}.
 */
record JpaMappingImports(KeycloakSession session, EntityManager em) implements MappingImports {

    private static final int AT_ONCE = 1_000;

    /** Each has a lock of its own, and PostgreSQL has only so many. */
    private static final int MOST_SYSTEMS = 100;

    /** Two imports into one realm go one after the other from here on; it takes the time of some statements. */
    private static final String MY_TURN = "select cast(pg_advisory_xact_lock(hashtextextended(:key, 0)) as text)";

    /** After every id, however the database sorts. */
    private static final String NEWEST = "g";

    @Override
    public MappingImport run(RealmModel realm, Terms terms, Iterator<Line> lines) {
        ImportStage stage = new ImportStage(em, realm.getId());
        ImportRefusals refusals = new ImportRefusals();
        stage.open();
        int rows = stage(realm, stage, lines, refusals);
        stage.complete();
        if (!terms.dryRun()) {
            LockTimeout.set(em);
            em.createNativeQuery(MY_TURN)
                    .setParameter("key", "oka.sync.import/" + realm.getId())
                    .getSingleResult();
        }
        stage.conflicts(terms.mode(), refusals);
        ImportStage.Counts counts = stage.counts();
        boolean acceptable = refusals.count() == 0;
        MappingImport done = new MappingImport(
                Uuid7.next(),
                terms.system(),
                terms.dryRun(),
                rows,
                acceptable ? counts.created() : 0,
                acceptable ? counts.changed() : 0,
                acceptable ? counts.unchanged() : 0,
                refusals.count(),
                refusals.first(),
                Instant.ofEpochMilli(Time.currentTimeMillis()),
                terms.by());
        em.persist(MappingImportEntity.of(realm.getId(), done));
        if (acceptable && !terms.dryRun()) {
            apply(realm, counts, done);
        }
        return done;
    }

    @Override
    public List<MappingImport> list(RealmModel realm, CursorPage page) {
        return em
                .createNamedQuery("okaMappingImports", MappingImportEntity.class)
                .setParameter("realmId", realm.getId())
                .setParameter("before", Objects.requireNonNullElse(page.after(), NEWEST))
                .setMaxResults(page.limit() + 1)
                .getResultList()
                .stream()
                .map(MappingImportEntity::read)
                .toList();
    }

    @Override
    public @Nullable MappingImport get(RealmModel realm, String id) {
        MappingImportEntity row = em.find(MappingImportEntity.class, id);
        return row == null || !row.realmId.equals(realm.getId()) ? null : row.read();
    }

    private int stage(RealmModel realm, ImportStage stage, Iterator<Line> lines, ImportRefusals refusals) {
        InternalCodes ours = new InternalCodes(session, realm);
        int rows = 0;
        List<Line> batch = new ArrayList<>(AT_ONCE);
        while (lines.hasNext()) {
            batch.add(lines.next());
            rows++;
            if (batch.size() == AT_ONCE || !lines.hasNext()) {
                stage(ours, stage, batch, refusals);
                batch.clear();
            }
        }
        return rows;
    }

    private void stage(InternalCodes ours, ImportStage stage, List<Line> batch, ImportRefusals refusals) {
        Map<MappingType, Set<String>> known = known(ours, batch);
        List<Readable> accepted = new ArrayList<>(batch.size());
        for (Line line : batch) {
            if (line instanceof Unreadable unreadable) {
                refusals.add(unreadable.refusal());
            } else if (line instanceof Readable readable) {
                MappingType type = readable.code().type();
                if (known.getOrDefault(type, Set.of()).contains(readable.code().internalCode())) {
                    accepted.add(readable);
                } else {
                    String message = "is no " + type.wireName() + " of this realm";
                    refusals.add(new MappingImport.Refusal(line.number(), "internalCode", message));
                }
            }
        }
        if (!accepted.isEmpty()) {
            stage.add(accepted);
        }
    }

    private static Map<MappingType, Set<String>> known(InternalCodes ours, List<Line> batch) {
        Map<MappingType, List<String>> asked = new EnumMap<>(MappingType.class);
        for (Line line : batch) {
            if (line instanceof Readable readable) {
                asked.computeIfAbsent(readable.code().type(), type -> new ArrayList<>())
                        .add(readable.code().internalCode());
            }
        }
        Map<MappingType, Set<String>> known = new EnumMap<>(MappingType.class);
        asked.forEach((type, codes) -> known.put(type, ours.known(type, codes)));
        return known;
    }

    private void apply(RealmModel realm, ImportStage.Counts counts, MappingImport done) {
        ImportWrites writes = new ImportWrites(em, realm.getId());
        writes.write(counts, done.id(), ChangeRows.origin(session, realm), done.at());
        List<String> systems = writes.systems();
        if (systems.size() > MOST_SYSTEMS) {
            throw new ConflictException(
                    "too_many_systems", "One file may change codes of " + MOST_SYSTEMS + " systems and no more");
        }
        // Also where nothing seems to wait: something may be about to.
        for (String system : systems) {
            SyncProvider.of(session).jobs().resumeMapped(realm, system);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("importId", done.id());
        if (done.system() != null) {
            data.put("agentSystem", done.system());
        }
        data.put("rows", done.rows());
        data.put("created", done.created());
        data.put("changed", done.changed());
        data.put("unchanged", done.unchanged());
        new MappingChanges(session, em)
                .publish(
                        realm,
                        "sync.mapping_imported",
                        data,
                        OperationType.ACTION,
                        "sync/mappings/imports/" + done.id());
    }
}
