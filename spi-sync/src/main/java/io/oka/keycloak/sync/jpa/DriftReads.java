package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.Conditions;
import io.oka.keycloak.sync.ComparedEntity;
import io.oka.keycloak.sync.Drift;
import io.oka.keycloak.sync.DriftKind;
import io.oka.keycloak.sync.DriftState;
import io.oka.keycloak.sync.SourceOfTruth;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads differences, each query bound to its realm. */
record DriftReads(EntityManager em) {

    private static final String FROM = "from DriftEntity d where ";

    List<Drift> list(String realmId, Drift.Filter filter, CursorPage page) {
        return narrowed(realmId, filter)
                .and("d.id < :after", "after", page.after())
                .query(em, FROM, " order by d.id desc", DriftEntity.class)
                .setMaxResults(page.limit() + 1)
                .getResultStream()
                .map(DriftReads::read)
                .toList();
    }

    /** Oldest first, from after a place on. */
    List<Drift> oldest(String realmId, Drift.Filter filter, @Nullable String after, int atMost) {
        return narrowed(realmId, filter)
                .and("d.id > :after", "after", after)
                .query(em, FROM, " order by d.id", DriftEntity.class)
                .setMaxResults(atMost)
                .getResultStream()
                .map(DriftReads::read)
                .toList();
    }

    @Nullable
    Drift get(String realmId, String id) {
        return narrowed(realmId, Drift.Filter.ALL)
                .and("d.id = :id", "id", id)
                .query(em, FROM, "", DriftEntity.class)
                .getResultStream()
                .findFirst()
                .map(row -> {
                    // It is written past Hibernate, perhaps in this very transaction.
                    em.refresh(row);
                    return read(row);
                })
                .orElse(null);
    }

    /** All that the other system said of what these are about, by their ids. */
    List<DriftEntity> rows(String realmId, List<String> ids) {
        return em.createQuery(FROM + "d.realmId = :realmId and d.id in :ids order by d.id", DriftEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("ids", ids)
                .getResultList();
    }

    List<Drift.Record> record(String realmId, String driftId) {
        return em.createQuery(
                        "from DriftRecordEntity r where r.realmId = :realmId and r.driftId = :driftId order by r.at, r.id",
                        DriftRecordEntity.class)
                .setParameter("realmId", realmId)
                .setParameter("driftId", driftId)
                .getResultStream()
                .map(row -> new Drift.Record(
                        row.id,
                        row.reconciliationId,
                        row.action,
                        row.detail,
                        json(row.data),
                        row.actorType,
                        row.actorId,
                        row.correlationId,
                        row.at))
                .toList();
    }

    /** A comparison has seen what was first seen by it or before, and last seen by it or after: ids rise with time. */
    private static Conditions narrowed(String realmId, Drift.Filter filter) {
        return new Conditions("d.realmId = :realmId", "realmId", realmId)
                .and(
                        "d.state = :state",
                        "state",
                        filter.state() == null ? null : filter.state().wireName())
                .and(
                        "d.kind = :kind",
                        "kind",
                        filter.kind() == null ? null : filter.kind().wireName())
                .and("d.severity = :severity", "severity", filter.severity())
                .and("d.agentSystem = :system", "system", filter.agentSystem())
                .and(
                        "d.entity = :entity",
                        "entity",
                        filter.entity() == null ? null : filter.entity().wireName())
                .and("d.field = :field", "field", filter.field())
                .and("d.externalCode = :code", "code", filter.externalCode())
                .and("d.tenantId = :tenantId", "tenantId", filter.tenantId())
                .and(
                        "d.lastReconciliationId >= :seenBy and d.firstReconciliationId <= :seenBy",
                        "seenBy",
                        filter.reconciliationId());
    }

    static Drift read(DriftEntity row) {
        return new Drift(
                row.id,
                row.agentSystem,
                DriftKind.ofWireName(row.kind),
                row.severity,
                ComparedEntity.ofWireName(row.entity),
                row.externalCode,
                row.tenantId,
                row.field,
                row.localValue == null ? null : json(row.localValue),
                row.remoteValue == null ? null : json(row.remoteValue),
                row.localVersion,
                row.remoteVersion,
                SourceOfTruth.ofWireName(row.sourceOfTruth),
                DriftState.ofWireName(row.state),
                row.firstSeenAt,
                row.lastSeenAt,
                row.graceUntil,
                row.endedAt,
                row.ignoredUntil,
                row.ignoredReason,
                row.firstReconciliationId,
                row.lastReconciliationId,
                row.explainedBy,
                row.fixJobId);
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot read a value of a difference", e);
        }
    }
}
