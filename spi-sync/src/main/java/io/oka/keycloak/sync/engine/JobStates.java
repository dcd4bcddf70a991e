package io.oka.keycloak.sync.engine;

import io.oka.keycloak.common.change.ChangeOrigin;
import io.oka.keycloak.common.change.ChangeRows;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.JobProgress;
import io.oka.keycloak.sync.JobState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The states of jobs, which follow from their items: written after these have committed, so that no two workers wait for
 * each other at the row of a job. If the process dies in between, the state is behind; {@link #forgotten} finds such jobs.
 */
final class JobStates {

    private static final int AT_ONCE = 200;

    private static final Set<JobState> OVER =
            Set.of(JobState.SUCCEEDED, JobState.PARTIAL, JobState.DEAD, JobState.CANCELLED);

    /** Who holds them counts next: what others have counted before is written by then. */
    private static final String HOLD =
            "SELECT j.ID, j.REALM_ID, j.AGENT_ID, j.CREATED_BY, j.AGENT_SYSTEM, j.TYPE, j.STATE,"
                    + " j.CORRELATION_ID, j.STARTED_AT, j.FINISHED_AT, j.CANCELLED_AT IS NOT NULL AS CANCELLED,"
                    + " j.TOLD_AT IS NOT NULL AS TOLD, a.NAME FROM OKA_SYNC_JOB j LEFT JOIN OKA_SYNC_AGENT a ON a.ID = j.AGENT_ID"
                    + " WHERE j.ID = ANY (?) ORDER BY j.ID FOR UPDATE OF j";

    private static final String COUNT = "SELECT JOB_ID, STATE, count(*) AS ITEMS FROM OKA_SYNC_ITEM"
            + " WHERE JOB_ID = ANY (?) GROUP BY JOB_ID, STATE";

    private static final String WRITE = "UPDATE OKA_SYNC_JOB j SET STATE = n.STATE, STARTED_AT = n.STARTED_AT,"
            + " FINISHED_AT = n.FINISHED_AT, TOLD_AT = COALESCE(j.TOLD_AT, n.TOLD_AT)"
            + " FROM unnest(?, ?, ?, ?, ?) AS n (ID, STATE, STARTED_AT, FINISHED_AT, TOLD_AT) WHERE j.ID = n.ID";

    /** What most of its items were given up for. */
    private static final String ERRORS = "SELECT DISTINCT ON (JOB_ID) JOB_ID, RESULT FROM ("
            + "SELECT JOB_ID, RESULT, count(*) AS ITEMS FROM OKA_SYNC_ITEM WHERE JOB_ID = ANY (?) AND STATE = 'dead'"
            + " GROUP BY JOB_ID, RESULT) e ORDER BY JOB_ID, ITEMS DESC, RESULT";

    private static final String FORGOTTEN = "SELECT j.ID FROM OKA_SYNC_JOB j"
            + " WHERE j.STATE IN ('queued', 'running', 'retrying') AND NOT EXISTS (SELECT 1 FROM OKA_SYNC_ITEM i"
            + " WHERE i.JOB_ID = j.ID AND i.STATE IN ('queued', 'processing', 'retrying')) ORDER BY j.ID LIMIT "
            + AT_ONCE;

    private final WorkerDatabase database;
    private final ChangeRows changes;
    private final String hold;
    private final String count;
    private final String write;
    private final String errors;
    private final String forgotten;

    JobStates(WorkerDatabase database) {
        this.database = database;
        this.changes = new ChangeRows(database.connections());
        this.hold = database.sql(HOLD);
        this.count = database.sql(COUNT);
        this.write = database.sql(WRITE);
        this.errors = database.sql(ERRORS);
        this.forgotten = database.sql(FORGOTTEN);
    }

    private record Row(
            String id,
            ChangeOrigin origin,
            @Nullable String agentId,
            @Nullable String agentName,
            String system,
            String type,
            JobState state,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            boolean cancelled,
            boolean told) {}

    private record Next(
            Row row,
            JobState state,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            boolean tells) {

        boolean isNews() {
            return tells
                    || state != row.state()
                    || !Objects.equals(startedAt, row.startedAt())
                    || !Objects.equals(finishedAt, row.finishedAt());
        }
    }

    /** Writes what has become of these jobs, and tells once of each that failed. All in one transaction. */
    void follow(Collection<String> jobIds) throws SQLException {
        database.inTransaction((connection, now) -> {
            List<Row> rows;
            try (Statement statement = new Statement(connection, hold).texts(jobIds, id -> id)) {
                rows = statement.query(JobStates::row);
            }
            Map<String, JobProgress> progress = progress(connection, jobIds);
            List<Next> news = new ArrayList<>();
            for (Row row : rows) {
                JobProgress items = progress.get(row.id());
                if (items != null) {
                    news.add(next(row, items, now));
                }
            }
            news.removeIf(next -> !next.isNews());
            if (news.isEmpty()) {
                return false;
            }
            write(connection, now, news);
            tell(connection, news.stream().filter(Next::tells).map(Next::row).toList());
            return true;
        });
    }

    /** Jobs of which nothing is to be done any more, and whose state does not say so: who was to write it has died. */
    List<String> forgotten() throws SQLException {
        List<String> found = new ArrayList<>();
        database.inTransaction((connection, now) -> {
            try (Statement statement = new Statement(connection, forgotten)) {
                found.addAll(statement.query(row -> row.getString("ID")));
            }
            return false;
        });
        return found;
    }

    private static Next next(Row row, JobProgress items, Instant now) {
        boolean begun = row.startedAt() != null
                || items.processing() + items.retrying() + items.parked() + items.applied() + items.skipped() > 0;
        JobState state = items.state(begun, row.cancelled());
        boolean over = OVER.contains(state);
        Instant startedAt = begun && row.startedAt() == null ? now : row.startedAt();
        Instant finishedAt = over ? Objects.requireNonNullElse(row.finishedAt(), now) : null;
        boolean failed = state == JobState.DEAD || (state == JobState.PARTIAL && items.dead() > 0);
        return new Next(row, state, startedAt, finishedAt, failed && !row.told());
    }

    private Map<String, JobProgress> progress(Connection connection, Collection<String> jobIds) throws SQLException {
        Map<String, Map<ItemState, Integer>> counts = new HashMap<>();
        try (Statement statement = new Statement(connection, count).texts(jobIds, id -> id)) {
            statement.query(row -> counts.computeIfAbsent(row.getString("JOB_ID"), id -> new EnumMap<>(ItemState.class))
                    .put(ItemState.ofWireName(row.getString("STATE")), row.getInt("ITEMS")));
        }
        Map<String, JobProgress> progress = new HashMap<>();
        counts.forEach((id, states) -> progress.put(id, JobProgress.of(states)));
        return progress;
    }

    private void write(Connection connection, Instant now, List<Next> news) throws SQLException {
        try (Statement statement = new Statement(connection, write)
                .texts(news, next -> next.row().id())
                .texts(news, next -> next.state().wireName())
                .times(news, Next::startedAt)
                .times(news, Next::finishedAt)
                .times(news, next -> next.tells() ? now : null)) {
            statement.update();
        }
    }

    private void tell(Connection connection, List<Row> failed) throws SQLException {
        if (failed.isEmpty()) {
            return;
        }
        Map<String, String> reasons = new HashMap<>();
        try (Statement statement = new Statement(connection, errors).texts(failed, Row::id)) {
            statement.query(row -> reasons.put(
                    row.getString("JOB_ID"), Objects.requireNonNullElse(row.getString("RESULT"), "unknown")));
        }
        List<ChangeRows.Row> told = failed.stream()
                .map(row -> new ChangeRows.Row(row.origin(), "sync.job_failed", null, data(row, reasons.get(row.id()))))
                .toList();
        changes.append(connection, told);
    }

    private static Map<String, Object> data(Row row, @Nullable String error) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (row.agentId() != null) {
            data.put("agentId", row.agentId());
        }
        if (row.agentName() != null) {
            data.put("name", row.agentName());
        }
        data.put("agentSystem", row.system());
        data.put("jobId", row.id());
        data.put("type", row.type());
        if (error != null) {
            data.put("error", error);
        }
        return data;
    }

    private static Row row(ResultSet row) throws SQLException {
        String agentId = row.getString("AGENT_ID");
        String createdBy = row.getString("CREATED_BY");
        return new Row(
                row.getString("ID"),
                new ChangeOrigin(
                        row.getString("REALM_ID"),
                        ClaimedItem.actor(agentId, createdBy),
                        Objects.requireNonNullElse(row.getString("CORRELATION_ID"), row.getString("ID"))),
                agentId,
                row.getString("NAME"),
                row.getString("AGENT_SYSTEM"),
                row.getString("TYPE"),
                JobState.ofWireName(row.getString("STATE")),
                Statement.timeOrNull(row, "STARTED_AT"),
                Statement.timeOrNull(row, "FINISHED_AT"),
                row.getBoolean("CANCELLED"),
                row.getBoolean("TOLD"));
    }
}
