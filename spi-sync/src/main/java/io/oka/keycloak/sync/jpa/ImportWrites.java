package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.ChangeOrigin;
import io.oka.keycloak.common.problem.ConflictException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Does what the lines of an {@link ImportStage} say, a statement for each thing that is to be done however many they are.
 * Each statement meets what was counted before, or somebody else was quicker: then nothing of it stays.
 */
record ImportWrites(EntityManager em, String realmId) {

    private static final String OF_LINE =
            " m.REALM_ID = :realmId and m.AGENT_SYSTEM = s.AGENT_SYSTEM and m.TYPE = s.TYPE and m.EXTERNAL_CODE = s.EXTERNAL_CODE";

    private static final String DROP_UNCHANGED = "delete from OKA_SYNC_STAGE s using OKA_SYNC_MAPPING m where" + OF_LINE
            + " and m.INTERNAL_CODE = s.INTERNAL_CODE";

    /** In the order in which items are applied: what is known of a customer is held before its mapping. */
    private static final String HOLD_ENTITIES = "select e.ENTITY from OKA_SYNC_ENTITY e join OKA_SYNC_STAGE s"
            + " on e.AGENT_SYSTEM = s.AGENT_SYSTEM and e.EXTERNAL_CODE = s.EXTERNAL_CODE where e.REALM_ID = :realmId"
            + " and s.TYPE = 'tenant' order by e.AGENT_SYSTEM, e.EXTERNAL_CODE, e.ENTITY desc for update of e";

    private static final String FORGET_TENANTS = "update OKA_SYNC_ENTITY e set TENANT_ID = null from OKA_SYNC_STAGE s"
            + " where e.REALM_ID = :realmId and e.AGENT_SYSTEM = s.AGENT_SYSTEM and e.EXTERNAL_CODE = s.EXTERNAL_CODE"
            + " and e.ENTITY in ('tenant', 'subscription') and s.TYPE = 'tenant' and e.TENANT_ID is not null";

    private static final String FIND_CHANGED =
            "update OKA_SYNC_STAGE s set MAPPING_ID = m.ID, PREVIOUS = m.INTERNAL_CODE from OKA_SYNC_MAPPING m where"
                    + OF_LINE;

    /** Two codes may change places: each leaves its own before either takes the other's. */
    private static final String LEAVE =
            "update OKA_SYNC_MAPPING m set INTERNAL_CODE = '#' || m.ID from OKA_SYNC_STAGE s"
                    + " where m.ID = s.MAPPING_ID and m.REALM_ID = :realmId and m.INTERNAL_CODE = s.PREVIOUS";

    private static final String TAKE = "update OKA_SYNC_MAPPING m set INTERNAL_CODE = s.INTERNAL_CODE,"
            + " VERSION = m.VERSION + 1, UPDATED_AT = :now from OKA_SYNC_STAGE s where m.ID = s.MAPPING_ID"
            + " and m.REALM_ID = :realmId and s.PREVIOUS is not null";

    private static final String CREATE =
            "insert into OKA_SYNC_MAPPING (ID, REALM_ID, AGENT_SYSTEM, TYPE, EXTERNAL_CODE,"
                    + " INTERNAL_CODE, VERSION, CREATED_AT, UPDATED_AT) select s.MAPPING_ID, :realmId, s.AGENT_SYSTEM, s.TYPE,"
                    + " s.EXTERNAL_CODE, s.INTERNAL_CODE, 0, :now, :now from OKA_SYNC_STAGE s where s.PREVIOUS is null"
                    + " on conflict do nothing";

    private static final String RECORD = "insert into OKA_SYNC_MAPPING_CHANGE (ID, REALM_ID, MAPPING_ID, AGENT_SYSTEM,"
            + " TYPE, EXTERNAL_CODE, INTERNAL_CODE, PREVIOUS_INTERNAL_CODE, ACTION, ACTOR_TYPE, ACTOR_ID, IMPORT_ID,"
            + " CORRELATION_ID, AT) select s.CHANGE_ID, :realmId, s.MAPPING_ID, s.AGENT_SYSTEM, s.TYPE, s.EXTERNAL_CODE,"
            + " s.INTERNAL_CODE, s.PREVIOUS, case when s.PREVIOUS is null then 'created' else 'changed' end, :actorType,"
            + " nullif(:actorId, ''), :importId, :correlationId, :now from OKA_SYNC_STAGE s";

    void write(ImportStage.Counts counts, String importId, ChangeOrigin origin, Instant now) {
        meet(counts.unchanged(), query(DROP_UNCHANGED));
        query(HOLD_ENTITIES).getResultList();
        query(FORGET_TENANTS).executeUpdate();
        meet(counts.changed(), query(FIND_CHANGED));
        meet(counts.changed(), query(LEAVE));
        meet(counts.changed(), query(TAKE).setParameter("now", now));
        meet(counts.created(), query(CREATE).setParameter("now", now));
        meet(
                counts.created() + counts.changed(),
                query(RECORD)
                        .setParameter("actorType", origin.actor().type().wireName())
                        .setParameter(
                                "actorId",
                                Objects.requireNonNullElse(origin.actor().id(), ""))
                        .setParameter("importId", importId)
                        .setParameter("correlationId", origin.correlationId())
                        .setParameter("now", now));
    }

    /** Whose codes they are. */
    @SuppressWarnings("unchecked")
    List<String> systems() {
        return em.createNativeQuery("select distinct AGENT_SYSTEM from OKA_SYNC_STAGE order by 1", String.class)
                .getResultList();
    }

    private Query query(String sql) {
        Query query = em.createNativeQuery(sql);
        return query.setParameter("realmId", realmId);
    }

    private static void meet(int expected, Query query) {
        if (query.executeUpdate() != expected) {
            throw new ConflictException(
                    "mappings_changed", "Mappings were changed while the import ran; nothing was imported");
        }
    }
}
