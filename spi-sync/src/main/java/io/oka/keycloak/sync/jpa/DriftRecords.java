package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.change.Actor;
import io.oka.keycloak.common.http.RequestId;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** Writes down what happened to differences, in the transaction in which it happens: rows are added, and never changed. */
record DriftRecords(KeycloakSession session, EntityManager em, Instant now) {

    private static final int LONGEST_DETAIL = 1_000;

    /** A UUIDv7 of the database's making: one for each row, in the order of time. */
    private static final String NEW_ID = "(select substr(h.v, 1, 8) || '-' || substr(h.v, 9, 4) || '-7'"
            + " || substr(cast(gen_random_uuid() as text), 16)"
            + " from (select lpad(to_hex(cast(extract(epoch from cast(:now as timestamptz)) * 1000 as bigint)), 12, '0')"
            + " as v where d.ID is not null) h)";

    private static final String AS_IT_STANDS = "cast(jsonb_strip_nulls(jsonb_build_object('agentSystem',"
            + " d.AGENT_SYSTEM, 'kind', d.KIND, 'severity', d.SEVERITY, 'entity', d.ENTITY, 'externalCode',"
            + " d.EXTERNAL_CODE, 'tenantId', d.TENANT_ID, 'field', nullif(d.FIELD, ''), 'localValue',"
            + " cast(d.LOCAL_VALUE as jsonb), 'remoteValue', cast(d.REMOTE_VALUE as jsonb), 'localVersion',"
            + " d.LOCAL_VERSION, 'remoteVersion', d.REMOTE_VERSION, 'sourceOfTruth', d.SOURCE_OF_TRUTH, 'state',"
            + " d.STATE, 'explainedBy', d.EXPLAINED_BY, 'fixJobId', d.FIX_JOB_ID)) as text)";

    private static final String WRITE = "insert into OKA_SYNC_DRIFT_RECORD (ID, REALM_ID, DRIFT_ID, RECONCILIATION_ID,"
            + " ACTION, DETAIL, DATA, ACTOR_TYPE, ACTOR_ID, CORRELATION_ID, AT) select " + NEW_ID
            + ", d.REALM_ID, d.ID,"
            + " d.LAST_RECONCILIATION_ID, :action, nullif(:detail, ''), " + AS_IT_STANDS + ", :actorType,"
            + " nullif(:actorId, ''), :correlationId, :now from OKA_SYNC_DRIFT d where d.ID in (:ids)";

    /**
     * @param action see {@link io.oka.keycloak.sync.Drift.Record}
     * @param detail for people; null for none
     */
    void write(Collection<String> driftIds, String action, @Nullable String detail) {
        if (driftIds.isEmpty()) {
            return;
        }
        Actor actor = Acting.actor(session);
        String text = detail == null ? "" : detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL));
        em.createNativeQuery(WRITE)
                .setParameter("action", action)
                .setParameter("detail", text)
                .setParameter("actorType", actor.type().wireName())
                .setParameter("actorId", actor.id() == null ? "" : actor.id())
                .setParameter("correlationId", RequestId.of(session))
                .setParameter("now", now)
                .setParameter("ids", driftIds)
                .executeUpdate();
    }
}
