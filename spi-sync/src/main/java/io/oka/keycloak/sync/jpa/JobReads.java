package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.jpa.Conditions;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.Job;
import io.oka.keycloak.sync.JobItem;
import io.oka.keycloak.sync.JobProgress;
import io.oka.keycloak.sync.JobState;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.Jobs;
import jakarta.persistence.EntityManager;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads jobs and their items, always within one realm. */
record JobReads(EntityManager em, String realmId) {

    private static final String COUNT =
            "select JOB_ID, STATE, count(*) from OKA_SYNC_ITEM where JOB_ID in (:ids)" + " group by JOB_ID, STATE";

    @Nullable
    Job get(String id) {
        List<SyncJobEntity> found = ofRealm()
                .and("j.id = :id", "id", id)
                .query(em, "select j from SyncJobEntity j where ", "", SyncJobEntity.class)
                .getResultList();
        return jobs(found).stream().findFirst().orElse(null);
    }

    List<Job> list(Jobs.Filter filter, CursorPage page) {
        return jobs(ofRealm()
                .and("j.agentSystem = :system", "system", filter.system())
                .and("j.agentId = :agentId", "agentId", filter.agentId())
                .and(
                        "j.type = :type",
                        "type",
                        filter.type() == null ? null : filter.type().wireName())
                .and(
                        "j.state = :state",
                        "state",
                        filter.state() == null ? null : filter.state().wireName())
                .and("j.id < :after", "after", page.after())
                .query(em, "select j from SyncJobEntity j where ", " order by j.id desc", SyncJobEntity.class)
                .setMaxResults(page.limit() + 1)
                .getResultList());
    }

    List<JobItem> items(String jobId, @Nullable ItemState state, CursorPage page) {
        return new Conditions("i.realmId = :realmId", "realmId", realmId)
                .and("i.jobId = :jobId", "jobId", jobId)
                .and("i.state = :state", "state", state == null ? null : state.wireName())
                .and("i.position > :after", "after", position(page.after()))
                .query(em, "select i from SyncItemEntity i where ", " order by i.position", SyncItemEntity.class)
                .setMaxResults(page.limit() + 1)
                .getResultStream()
                .map(SyncItemEntity::toItem)
                .toList();
    }

    private static @Nullable Integer position(@Nullable String after) {
        try {
            return after == null ? null : Integer.valueOf(after);
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor", "is not a cursor that was given here")
                    .asException();
        }
    }

    private Conditions ofRealm() {
        return new Conditions("j.realmId = :realmId", "realmId", realmId);
    }

    /** All of them counted by one statement. */
    private List<Job> jobs(List<SyncJobEntity> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        // Their states are written past Hibernate: who asks again is to see that.
        rows.forEach(em::detach);
        Map<String, Map<ItemState, Integer>> counts = new HashMap<>();
        for (Object[] row : count(rows.stream().map(row -> row.id).toList())) {
            counts.computeIfAbsent((String) row[0], id -> new EnumMap<>(ItemState.class))
                    .put(ItemState.ofWireName((String) row[1]), ((Number) row[2]).intValue());
        }
        return rows.stream()
                .map(row -> job(row, JobProgress.of(counts.getOrDefault(row.id, Map.of()))))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> count(List<String> ids) {
        return em.createNativeQuery(COUNT, Object[].class)
                .setParameter("ids", ids)
                .getResultList();
    }

    private static Job job(SyncJobEntity row, JobProgress progress) {
        return new Job(
                row.id,
                row.realmId,
                row.agentId,
                row.createdBy,
                row.agentSystem,
                JobType.ofWireName(row.type),
                JobState.ofWireName(row.state),
                progress,
                row.correlationId,
                row.createdAt,
                row.startedAt,
                row.finishedAt,
                row.cancelledAt,
                row.cancelledBy);
    }
}
