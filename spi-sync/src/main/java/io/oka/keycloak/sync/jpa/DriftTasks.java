package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.task.ClusterTasks;
import io.oka.keycloak.sync.Reconciliation;
import io.oka.keycloak.sync.ReconciliationState;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncSettings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What time does to comparisons and differences, on one node of the cluster at a time: fixes that came to an end are
 * written down, grace ends, what is to be set right by itself is, and a comparison whose agent has died is given up. Each
 * step is a transaction to die in anywhere.
 */
record DriftTasks(KeycloakSessionFactory factory) {

    static final String TASK = "oka-sync-drift";

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int AT_ONCE = 1_000;
    private static final int FIXED_AT_ONCE = 500;
    private static final int REALMS = 100;

    private static final String FOLLOW =
            "update OKA_SYNC_DRIFT d set STATE = case when o.STATE = 'applied' then 'fixed'"
                    + " else 'open' end, ENDED_AT = case when o.STATE = 'applied' then cast(:now as timestamptz) end,"
                    + " FIX_ITEM_ID = null, EXPLAINED_BY = case when o.STATE = 'dead' then o.ITEM else d.EXPLAINED_BY end,"
                    + " VERSION = d.VERSION + 1 from (select f.ID as DRIFT, i.ID as ITEM, coalesce(i.STATE, 'gone') as STATE,"
                    + " i.RESULT, i.DETAIL from OKA_SYNC_DRIFT f left join OKA_SYNC_ITEM i on i.ID = f.FIX_ITEM_ID"
                    + " where f.STATE = 'approved' and f.FIX_ITEM_ID is not null and (i.ID is null or i.STATE in"
                    + " ('applied', 'skipped', 'dead', 'discarded', 'cancelled')) order by f.FIX_ITEM_ID limit :atMost"
                    + " for update of f skip locked) o where o.DRIFT = d.ID returning d.ID, d.STATE,"
                    + " concat_ws(': ', o.STATE, o.RESULT, o.DETAIL)";

    /** What was said of the same entity since it was seen may have ended it: then the next comparison tells. */
    private static final String OPEN = "update OKA_SYNC_DRIFT d set STATE = 'open', IGNORED_UNTIL = null,"
            + " VERSION = d.VERSION + 1 where d.ID in ((select p.ID from OKA_SYNC_DRIFT p where p.STATE = 'pending'"
            + " and p.GRACE_UNTIL <= :now and not exists (select 1 from OKA_SYNC_ENTITY e where e.REALM_ID = p.REALM_ID"
            + " and e.AGENT_SYSTEM = p.AGENT_SYSTEM and e.ENTITY = p.ENTITY and e.EXTERNAL_CODE = p.EXTERNAL_CODE"
            + " and e.UPDATED_AT > p.LAST_SEEN_AT) limit :atMost) union all (select p.ID from OKA_SYNC_DRIFT p"
            + " where p.STATE = 'ignored' and p.IGNORED_UNTIL <= :now limit :atMost))"
            + " and d.STATE in ('pending', 'ignored')"
            + " returning d.ID, d.REALM_ID, d.AGENT_SYSTEM, d.LAST_RECONCILIATION_ID";

    /** A handful have said so; how many differences there are does not matter then. */
    private static final String REALMS_THAT_FIX = "select o.REALM_ID from OKA_SYNC_OPTIONS o"
            + " where o.OPTIONS like '%\"autoFix\"%' and (select d.ID from OKA_SYNC_DRIFT d"
            + " where d.REALM_ID = o.REALM_ID and d.STATE = 'open' and d.AUTO_FIXED_AT is null order by d.ID limit 1)"
            + " is not null limit :atMost";

    private static final String TO_FIX = "select ID from OKA_SYNC_DRIFT where REALM_ID = :realmId and STATE = 'open'"
            + " and AUTO_FIXED_AT is null and (KIND in (:named) or (FIELD <> '' and ENTITY || '.' || FIELD in (:named)))"
            // Nobody's tenant is deleted without a person's word.
            + " and not (ENTITY = 'tenant' and KIND = 'missing_remote' and SOURCE_OF_TRUTH = 'remote')"
            + " and not exists (select 1 from OKA_SYNC_ITEM i where i.ID = EXPLAINED_BY"
            + " and i.STATE in ('queued', 'processing', 'retrying', 'parked')) order by ID limit :atMost";

    private static final String TRIED =
            "update OKA_SYNC_DRIFT set AUTO_FIXED_AT = :now where REALM_ID = :realmId" + " and ID in (:ids)";

    private static final String IDLE = "select REALM_ID, ID from OKA_SYNC_RECONCILIATION where"
            + " (STATE = 'comparing' and LAST_PAGE_AT < :idleSince) or (STATE = 'waiting' and CREATED_AT < :waitingSince)"
            + " limit :atMost";

    void start() {
        ClusterTasks.every(factory, TASK, INTERVAL, session -> run());
    }

    private void run() {
        KeycloakModelUtils.runJobInTransaction(factory, DriftTasks::follow);
        KeycloakModelUtils.runJobInTransaction(factory, DriftTasks::open);
        List<String> realms = KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> ids(em(session).createNativeQuery(REALMS_THAT_FIX).setParameter("atMost", REALMS)));
        realms.forEach(id -> KeycloakModelUtils.runJobInTransaction(factory, session -> fix(session, id)));
        KeycloakModelUtils.runJobInTransaction(factory, DriftTasks::giveUp);
    }

    private static void follow(KeycloakSession session) {
        EntityManager em = em(session);
        List<Object[]> rows =
                rows(em.createNativeQuery(FOLLOW).setParameter("now", now()).setParameter("atMost", AT_ONCE));
        DriftRecords records = new DriftRecords(session, em, now());
        records.write(
                rows.stream()
                        .filter(row -> "fixed".equals(row[1]))
                        .map(row -> (String) row[0])
                        .toList(),
                "fixed",
                null);
        rows.stream()
                .filter(row -> !"fixed".equals(row[1]))
                .collect(Collectors.groupingBy(
                        row -> (String) row[2], Collectors.mapping(row -> (String) row[0], Collectors.toList())))
                .forEach((why, ids) -> records.write(ids, "failed", why));
    }

    private static void open(KeycloakSession session) {
        EntityManager em = em(session);
        List<Object[]> rows =
                rows(em.createNativeQuery(OPEN).setParameter("now", now()).setParameter("atMost", AT_ONCE));
        new DriftRecords(session, em, now())
                .write(rows.stream().map(row -> (String) row[0]).toList(), "opened", "Its time is over");
        Map<List<Object>, Long> numbers = rows.stream()
                .collect(Collectors.groupingBy(row -> List.of(row[1], row[2], row[3]), Collectors.counting()));
        numbers.forEach((of, drifts) -> {
            RealmModel realm = session.realms().getRealm((String) of.get(0));
            if (realm != null) {
                Reconciliation seenBy =
                        SyncProvider.of(session).reconciliations().get(realm, (String) of.get(2));
                new ReconciliationChanges(session, em, realm)
                        .driftDetected(
                                (String) of.get(1),
                                (String) of.get(2),
                                seenBy == null ? null : seenBy.agentId(),
                                drifts);
            }
        });
    }

    private static void fix(KeycloakSession session, String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        SyncSettings.Reconciliation settings =
                SyncProvider.of(session).options().in(realm).reconciliation();
        if (settings.autoFix().isEmpty()) {
            return;
        }
        EntityManager em = em(session);
        List<String> wanted = ids(em.createNativeQuery(TO_FIX)
                .setParameter("realmId", realmId)
                .setParameter("named", settings.autoFix())
                .setParameter("atMost", FIXED_AT_ONCE));
        if (wanted.isEmpty()) {
            return;
        }
        DriftActions actions = new DriftActions(session, em, realm, null, now());
        List<String> held = actions.held(wanted, " skip locked");
        if (!held.isEmpty()) {
            actions.approve(held, null);
            em.createNativeQuery(TRIED)
                    .setParameter("now", now())
                    .setParameter("realmId", realmId)
                    .setParameter("ids", held)
                    .executeUpdate();
        }
    }

    private static void giveUp(KeycloakSession session) {
        EntityManager em = em(session);
        Instant now = now();
        ReconciliationRows reconciliations = new ReconciliationRows(session, em, now);
        List<Object[]> idle = rows(em.createNativeQuery(IDLE)
                .setParameter("idleSince", now.minus(ReconciliationTimes.IDLE))
                .setParameter("waitingSince", now.minus(ReconciliationTimes.WAITING))
                .setParameter("atMost", AT_ONCE));
        for (Object[] row : idle) {
            RealmModel realm = session.realms().getRealm((String) row[0]);
            Reconciliation one = realm == null ? null : reconciliations.get(realm.getId(), (String) row[1]);
            if (one != null && reconciliations.end(one.id(), ReconciliationState.FAILED, why(em, realm, one))) {
                new ReconciliationChanges(session, em, realm)
                        .ended(Objects.requireNonNull(reconciliations.get(realm.getId(), one.id())));
            }
        }
    }

    private static String why(EntityManager em, RealmModel realm, Reconciliation one) {
        if (one.state() == ReconciliationState.WAITING) {
            return "No agent sent a page within " + ReconciliationTimes.WAITING;
        }
        SnapshotPages pages = new SnapshotPages(em, realm.getId(), one.id());
        String missing = one.fields().keySet().stream()
                .map(pages::progress)
                .filter(progress -> !progress.complete())
                .map(DriftTasks::missing)
                .collect(Collectors.joining("; "));
        return "No page came for " + ReconciliationTimes.IDLE + ". Missing: " + missing;
    }

    private static String missing(Reconciliation.Progress progress) {
        String what = progress.gaps().isEmpty()
                ? "items of page " + progress.itemsWanted().get(0)
                : gap(progress.gaps().get(0));
        return progress.entity().wireName() + " " + what;
    }

    private static String gap(Reconciliation.Gap gap) {
        return (gap.after().isEmpty() ? "from the beginning" : "behind '" + gap.after() + "'")
                + (gap.upTo() == null ? "" : " up to '" + gap.upTo() + "'");
    }

    private static EntityManager em(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    @SuppressWarnings("unchecked")
    private static List<Object[]> rows(Query query) {
        return query.getResultList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> ids(Query query) {
        return query.getResultList();
    }
}
