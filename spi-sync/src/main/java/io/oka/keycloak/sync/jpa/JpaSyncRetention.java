package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Change;
import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.sync.RetentionTable;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncRetention;
import io.oka.keycloak.sync.SyncSettings;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** How long each table is kept, and what would go. In PostgreSQL. */
record JpaSyncRetention(KeycloakSession session, EntityManager em) implements SyncRetention {

    private static final String RESOURCE_TYPE = "OKA_SYNC_RETENTION";
    private static final int MOST_BATCHES = 200;

    @Override
    public List<Standing> standings(RealmModel realm) {
        SyncSettings settings = settings(realm);
        Instant now = now();
        return Arrays.stream(RetentionTable.values())
                .map(table -> standing(realm, settings, table, now))
                .toList();
    }

    @Override
    public List<Removed> dryRun(RealmModel realm, Set<RetentionTable> tables) {
        SyncSettings settings = settings(realm);
        Instant now = now();
        return meant(tables)
                .map(table -> {
                    Object due = em.createNativeQuery(RetentionRows.of(table).countDue(), Long.class)
                            .setParameter("realmId", realm.getId())
                            .setParameter("before", RetentionRuns.before(settings, table, now))
                            .getSingleResult();
                    return new Removed(table, ((Number) due).longValue(), false);
                })
                .toList();
    }

    @Override
    public List<Removed> run(RealmModel realm, Set<RetentionTable> tables) {
        RetentionRuns runs = new RetentionRuns(session.getKeycloakSessionFactory(), now(), MOST_BATCHES);
        SyncSettings settings = settings(realm);
        Map<RetentionTable, Removed> removed = new LinkedHashMap<>();
        meant(tables)
                .filter(RetentionTable::isOwn)
                .forEach(table -> removed.putAll(runs.run(realm.getId(), settings, table)));
        say(realm, removed);
        return meant(tables).map(removed::get).toList();
    }

    /** Those, and what goes with them. */
    private static Stream<RetentionTable> meant(Set<RetentionTable> tables) {
        return Arrays.stream(RetentionTable.values()).filter(table -> tables.contains(table.owner()));
    }

    private Standing standing(RealmModel realm, SyncSettings settings, RetentionTable table, Instant now) {
        Object[] row = (Object[]) em.createNativeQuery(RetentionRows.of(table).count(), Object[].class)
                .setParameter("realmId", realm.getId())
                .setParameter("before", RetentionRuns.before(settings, table, now))
                .getSingleResult();
        return new Standing(
                table,
                Math.toIntExact(settings.retention(table.owner().wireName()).toDays()),
                ((Number) row[0]).longValue(),
                ((Number) row[1]).longValue(),
                row[2] == null ? null : Instant.EPOCH.plus(((Number) row[2]).longValue(), ChronoUnit.MICROS));
    }

    private void say(RealmModel realm, Map<RetentionTable, Removed> removed) {
        Map<String, Object> rows = new LinkedHashMap<>();
        removed.values().forEach(each -> rows.put(each.table().wireName(), each.rows()));
        Changes.publish(
                session,
                realm,
                new Change(
                        "sync.retention_run",
                        null,
                        Map.of("rows", rows),
                        new Change.AdminAction(OperationType.ACTION, RESOURCE_TYPE, "sync/retention")));
    }

    private SyncSettings settings(RealmModel realm) {
        return SyncProvider.of(session).options().in(realm);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
