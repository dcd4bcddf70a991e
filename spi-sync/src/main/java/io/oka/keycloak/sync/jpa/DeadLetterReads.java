package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.jpa.Conditions;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.SyncDeadLetter;
import io.oka.keycloak.sync.SyncDeadLetters;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads dead letters, each query bound to its realm. */
record DeadLetterReads(EntityManager em) {

    private static final String SELECT = "select " + SyncDeadLetterEntity.COLUMNS + " from OKA_SYNC_ITEM i where ";

    /** Only what has ended has a time of its end; what is older than this column is as old as its row. */
    private static final String GIVEN_UP = "coalesce(i.FINISHED_AT, i.UPDATED_AT)";

    private static final String CLASSES =
            "select i.RESULT, count(*), " + micros("min") + ", " + micros("max") + " from OKA_SYNC_ITEM i where ";

    private static final String DETAILS = "select j.AGENT_ID, j.CORRELATION_ID, i.DATA, i.ORIGINAL_DATA,"
            + " i.ORIGINAL_CODE, i.ORIGINAL_VERSION from OKA_SYNC_ITEM i left join OKA_SYNC_JOB j on j.ID = i.JOB_ID"
            + " where i.REALM_ID = :realmId and i.ID = :id";

    List<SyncDeadLetter> list(String realmId, SyncDeadLetters.Filter filter, CursorPage page) {
        Conditions conditions = dead(realmId, filter).and("i.ID < :after", "after", page.after());
        return select(conditions, " order by i.ID desc", page.limit() + 1);
    }

    @SuppressWarnings("unchecked")
    List<SyncDeadLetters.ErrorClass> summary(String realmId, SyncDeadLetters.Filter filter) {
        List<Object[]> rows = dead(realmId, filter)
                .nativeQuery(em, CLASSES, " group by i.RESULT order by count(*) desc, i.RESULT", Object[].class)
                .getResultList();
        return rows.stream()
                .map(row -> new SyncDeadLetters.ErrorClass(
                        row[0] == null ? "" : (String) row[0],
                        ((Number) row[1]).longValue(),
                        time(row[2]),
                        time(row[3])))
                .toList();
    }

    /**
     * @param lock whether it is held until the transaction ends
     */
    SyncDeadLetter.@Nullable Details letter(String realmId, String id, boolean lock) {
        Conditions conditions = dead(realmId, SyncDeadLetters.Filter.ALL).and("i.ID = :id", "id", id);
        return select(conditions, lock ? " for update" : "", 1).stream()
                .findFirst()
                .map(letter -> details(realmId, letter))
                .orElse(null);
    }

    /** As it stands now, whatever became of it. */
    SyncDeadLetter.Details now(String realmId, String id) {
        Conditions conditions = new Conditions("i.REALM_ID = :realmId", "realmId", realmId).and("i.ID = :id", "id", id);
        return details(realmId, select(conditions, "", 1).get(0));
    }

    /** What every statement about dead letters is narrowed by, of {@code OKA_SYNC_ITEM i}. */
    static Conditions dead(String realmId, SyncDeadLetters.Filter filter) {
        JobType type = filter.type();
        return new Conditions("i.STATE = 'dead' and i.REALM_ID = :realmId", "realmId", realmId)
                .and("i.RESULT = :errorClass", "errorClass", filter.errorClass())
                .and("i.AGENT_SYSTEM = :agentSystem", "agentSystem", filter.agentSystem())
                .and("i.TYPE = :type", "type", type == null ? null : type.wireName())
                .and("i.EXTERNAL_CODE = :externalCode", "externalCode", filter.externalCode())
                .and("i.JOB_ID = :jobId", "jobId", filter.jobId())
                .and(GIVEN_UP + " >= :from", "from", filter.from())
                .and(GIVEN_UP + " < :to", "to", filter.to());
    }

    @SuppressWarnings("unchecked")
    private List<SyncDeadLetter> select(Conditions conditions, String order, int atMost) {
        List<SyncDeadLetterEntity> rows = conditions
                .nativeQuery(em, SELECT, order, SyncDeadLetterEntity.class)
                .setMaxResults(atMost)
                .getResultList();
        // They are written past Hibernate: what is asked for again must be read again.
        rows.forEach(em::detach);
        return rows.stream().map(DeadLetterReads::read).toList();
    }

    private SyncDeadLetter.Details details(String realmId, SyncDeadLetter letter) {
        Object[] row = (Object[]) em.createNativeQuery(DETAILS, Object[].class)
                .setParameter("realmId", realmId)
                .setParameter("id", letter.id())
                .getSingleResult();
        Object originalVersion = row[5];
        SyncDeadLetter.Original original = row[3] == null
                ? null
                : new SyncDeadLetter.Original(
                        (String) row[4],
                        originalVersion == null ? null : ((Number) originalVersion).longValue(),
                        (String) row[3]);
        return new SyncDeadLetter.Details(letter, (String) row[0], (String) row[1], (String) row[2], original);
    }

    private static String micros(String aggregate) {
        return "cast(extract(epoch from " + aggregate + "(" + GIVEN_UP + ")) * 1000000 as bigint)";
    }

    private static Instant time(Object micros) {
        return Instant.EPOCH.plus(((Number) micros).longValue(), ChronoUnit.MICROS);
    }

    private static SyncDeadLetter read(SyncDeadLetterEntity row) {
        ItemState state = ItemState.ofWireName(row.state);
        Instant ended = row.finishedAt == null ? row.updatedAt : row.finishedAt;
        return new SyncDeadLetter(
                row.id,
                row.jobId,
                row.position,
                row.agentSystem,
                JobType.ofWireName(row.type),
                row.externalCode,
                row.version,
                row.result,
                row.detail,
                row.attempts,
                state,
                row.tenantId,
                row.createdAt,
                state == ItemState.DEAD || state == ItemState.DISCARDED ? ended : null,
                state == ItemState.QUEUED ? row.nextAttemptAt : null,
                row.editedAt,
                row.editedBy,
                row.discardedReason,
                ChronoUnit.MICROS.between(Instant.EPOCH, row.updatedAt));
    }
}
