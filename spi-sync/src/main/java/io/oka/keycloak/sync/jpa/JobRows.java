package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.engine.ParkingLocks;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** Writes jobs and their items as people change them, and lets go on what waited; always within one realm. */
record JobRows(EntityManager em, String realmId) {

    private static final String HOLD = "select ID from OKA_SYNC_JOB where REALM_ID = :realmId and ID = :id for update";

    private static final String CANCEL = "update OKA_SYNC_JOB set STATE = 'cancelled', CANCELLED_AT = :now,"
            + " CANCELLED_BY = :by, FINISHED_AT = :now where REALM_ID = :realmId and ID = :id";

    /** What is under way at this moment comes to its end, or is found to be cancelled before it begins. */
    private static final String CANCEL_ITEMS = "update OKA_SYNC_ITEM set STATE = 'cancelled', NEXT_ATTEMPT_AT = null,"
            + " PARKED_TYPE = null, PARKED_CODE = null, UPDATED_AT = :now, FINISHED_AT = :now"
            + " where REALM_ID = :realmId and JOB_ID = :id and STATE in ('queued', 'retrying', 'parked')";

    private static final String AGAIN = "update OKA_SYNC_ITEM i set STATE = 'queued', NEXT_ATTEMPT_AT = :now,"
            + " ATTEMPTS = 0, RESULT = null, DETAIL = null, PARKED_TYPE = null, PARKED_CODE = null, UPDATED_AT = :now,"
            + " FINISHED_AT = null where i.REALM_ID = :realmId and ";

    private static final String RETRY_ITEMS = AGAIN + "i.JOB_ID = :id and (i.STATE = 'retrying' or (i.STATE = 'dead'"
            + " and i.EXTERNAL_CODE is not null and i.ITEM_VERSION is not null"
            + " and (i.RESULT <> 'malformed' or i.EDITED_AT is not null)))";

    private static final String RETRY = "update OKA_SYNC_JOB set STATE = 'running', FINISHED_AT = null, TOLD_AT = null,"
            + " STARTED_AT = coalesce(STARTED_AT, :now) where REALM_ID = :realmId and ID = :id";

    private static final String RESUME_PARKED = AGAIN + "i.AGENT_SYSTEM = :system and i.STATE = 'parked'"
            + " and i.PARKED_TYPE = :type and i.PARKED_CODE = :code returning i.JOB_ID";

    private static final String RESUME_MAPPED = AGAIN + "i.AGENT_SYSTEM = :system and i.STATE = 'parked'"
            + " and exists (select 1 from OKA_SYNC_MAPPING m where m.REALM_ID = i.REALM_ID"
            + " and m.AGENT_SYSTEM = i.AGENT_SYSTEM and m.TYPE = i.PARKED_TYPE and m.EXTERNAL_CODE = i.PARKED_CODE)"
            + " returning i.JOB_ID";

    boolean hold(String id) {
        return !em.createNativeQuery(HOLD, String.class)
                .setParameter("realmId", realmId)
                .setParameter("id", id)
                .getResultList()
                .isEmpty();
    }

    void cancel(String id, String by, Instant now) {
        em.createNativeQuery(CANCEL)
                .setParameter("realmId", realmId)
                .setParameter("id", id)
                .setParameter("by", by)
                .setParameter("now", now)
                .executeUpdate();
        em.createNativeQuery(CANCEL_ITEMS)
                .setParameter("realmId", realmId)
                .setParameter("id", id)
                .setParameter("now", now)
                .executeUpdate();
    }

    int retry(String id, Instant now) {
        int items = em.createNativeQuery(RETRY_ITEMS)
                .setParameter("realmId", realmId)
                .setParameter("id", id)
                .setParameter("now", now)
                .executeUpdate();
        em.createNativeQuery(RETRY)
                .setParameter("realmId", realmId)
                .setParameter("id", id)
                .setParameter("now", now)
                .executeUpdate();
        return items;
    }

    /** Gives the job of each item that goes on. */
    @SuppressWarnings("unchecked")
    List<String> resumeParked(String system, String type, String code, Instant now) {
        // The mapping must be written before: whoever parks an item waits for it from here on.
        em.flush();
        em.unwrap(Session.class).doWork(connection -> ParkingLocks.code(connection, realmId, system, type, code));
        return em.createNativeQuery(RESUME_PARKED, String.class)
                .setParameter("realmId", realmId)
                .setParameter("system", system)
                .setParameter("type", type)
                .setParameter("code", code)
                .setParameter("now", now)
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    List<String> resumeMapped(String system, Instant now) {
        em.flush();
        em.unwrap(Session.class).doWork(connection -> ParkingLocks.system(connection, realmId, system));
        return em.createNativeQuery(RESUME_MAPPED, String.class)
                .setParameter("realmId", realmId)
                .setParameter("system", system)
                .setParameter("now", now)
                .getResultList();
    }
}
