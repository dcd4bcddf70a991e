package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Reconciliation;
import io.oka.keycloak.sync.reconcile.PageRanges;
import io.oka.keycloak.sync.reconcile.PageToCompare;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;

/** The pages that came of a snapshot, and what came of each. */
record SnapshotPages(EntityManager em, String realmId, String reconciliationId) {

    static final String MATCHED = "matched";
    static final String ITEMS_WANTED = "items_wanted";
    static final String COMPARED = "compared";

    private static final int MOST_NAMED = 100;

    private static final String WRITE = "insert into OKA_SYNC_SNAPSHOT_PAGE (RECONCILIATION_ID, ENTITY, PAGE, REALM_ID,"
            + " AFTER_CODE, UP_TO_CODE, ENTRIES, SHA256, RESULT, AT) values (:id, :entity, :page, :realmId, :after,"
            + " nullif(:upTo, ''), :entries, :sha256, :result, :now) on conflict (RECONCILIATION_ID, ENTITY, PAGE)"
            + " do update set ENTRIES = excluded.ENTRIES, SHA256 = excluded.SHA256, RESULT = excluded.RESULT,"
            + " AT = excluded.AT";

    void write(PageToCompare page, String result, Instant now) {
        em.createNativeQuery(WRITE)
                .setParameter("id", reconciliationId)
                .setParameter("entity", page.entity().wireName())
                .setParameter("page", page.page())
                .setParameter("realmId", realmId)
                .setParameter("after", page.after())
                .setParameter("upTo", page.upTo() == null ? "" : page.upTo())
                .setParameter("entries", page.count())
                .setParameter("sha256", page.sha256())
                .setParameter("result", result)
                .setParameter("now", now)
                .executeUpdate();
    }

    PageRanges ranges(ComparedEntity entity) {
        return new PageRanges(rows(entity).stream()
                .map(row -> new PageRanges.Range(((Number) row[0]).intValue(), (String) row[1], (String) row[2]))
                .toList());
    }

    /** The agent began anew with this page: those from it on are no longer what it has. */
    void forget(ComparedEntity entity, int from) {
        em.createNativeQuery("delete from OKA_SYNC_SNAPSHOT_PAGE where RECONCILIATION_ID = :id and ENTITY = :entity"
                        + " and PAGE >= :page")
                .setParameter("id", reconciliationId)
                .setParameter("entity", entity.wireName())
                .setParameter("page", from)
                .executeUpdate();
    }

    Reconciliation.Progress progress(ComparedEntity entity) {
        List<Object[]> rows = rows(entity);
        List<Integer> wanted = rows.stream()
                .filter(row -> ITEMS_WANTED.equals(row[3]))
                .map(row -> ((Number) row[0]).intValue())
                .toList();
        List<Reconciliation.Gap> gaps = ranges(entity).gaps();
        return new Reconciliation.Progress(
                entity, rows.size(), gaps.isEmpty() && wanted.isEmpty(), firstOf(wanted), firstOf(gaps));
    }

    private static <T> List<T> firstOf(List<T> all) {
        return all.subList(0, Math.min(all.size(), MOST_NAMED));
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> rows(ComparedEntity entity) {
        return em.createNativeQuery(
                        "select PAGE, AFTER_CODE, UP_TO_CODE, RESULT from OKA_SYNC_SNAPSHOT_PAGE"
                                + " where RECONCILIATION_ID = :id and ENTITY = :entity order by PAGE",
                        Object[].class)
                .setParameter("id", reconciliationId)
                .setParameter("entity", entity.wireName())
                .getResultList();
    }
}
