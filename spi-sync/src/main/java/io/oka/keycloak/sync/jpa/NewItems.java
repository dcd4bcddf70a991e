package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.sync.ItemState;
import io.oka.keycloak.sync.NewJob;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Makes the items of a job, all in one statement. What can come to nothing is a dead letter from the start. */
record NewItems(EntityManager em, SyncJobEntity job) {

    private static final String INSERT =
            "INSERT INTO OKA_SYNC_ITEM (ID, REALM_ID, JOB_ID, POSITION, AGENT_SYSTEM, TYPE,"
                    + " ENTITY, EXTERNAL_CODE, ITEM_VERSION, DATA, STATE, RESULT, DETAIL, ATTEMPTS, NEXT_ATTEMPT_AT, CREATED_AT,"
                    + " UPDATED_AT, FINISHED_AT)"
                    + " SELECT n.ID, c.REALM_ID, c.JOB_ID, n.POSITION, c.AGENT_SYSTEM, c.TYPE, c.ENTITY, n.EXTERNAL_CODE,"
                    + " n.ITEM_VERSION, n.DATA, n.STATE, n.RESULT, n.DETAIL, 0,"
                    + " CASE WHEN n.STATE = 'queued' THEN c.CLOCK END, c.CLOCK, c.CLOCK,"
                    + " CASE WHEN n.STATE = 'dead' THEN c.CLOCK END"
                    + " FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS n (ID, POSITION, EXTERNAL_CODE, ITEM_VERSION, DATA, STATE, RESULT,"
                    + " DETAIL) CROSS JOIN (SELECT CAST(? AS VARCHAR) AS REALM_ID, CAST(? AS VARCHAR) AS JOB_ID,"
                    + " CAST(? AS VARCHAR) AS AGENT_SYSTEM, CAST(? AS VARCHAR) AS TYPE, CAST(? AS VARCHAR) AS ENTITY,"
                    + " CAST(? AS TIMESTAMP WITH TIME ZONE) AS CLOCK) c";

    private static final String MALFORMED = "malformed";

    private static final int LONGEST_DETAIL = 1_000;

    private record Row(
            String id,
            long position,
            @Nullable String code,
            @Nullable Long version,
            String data,
            @Nullable String error) {

        ItemState state() {
            return error == null ? ItemState.QUEUED : ItemState.DEAD;
        }
    }

    void insert(NewJob wanted) {
        List<Row> rows = new ArrayList<>();
        for (NewJob.Item item : wanted.items()) {
            rows.add(new Row(
                    Uuid7.next(),
                    rows.size(),
                    item.externalCode(),
                    item.version(),
                    Json.writeText(item.data()),
                    cut(item.error())));
        }
        em.flush();
        em.unwrap(Session.class).doWork(connection -> insert(connection, wanted, rows));
    }

    private void insert(Connection connection, NewJob wanted, List<Row> rows) throws SQLException {
        try (Statement statement = new Statement(connection, INSERT)
                .texts(rows, Row::id)
                .numbers(rows, Row::position)
                .texts(rows, Row::code)
                .numbers(rows, Row::version)
                .texts(rows, Row::data)
                .texts(rows, row -> row.state().wireName())
                .texts(rows, row -> row.error() == null ? null : MALFORMED)
                .texts(rows, Row::error)
                .text(job.realmId)
                .text(job.id)
                .text(job.agentSystem)
                .text(job.type)
                .text(wanted.type().entity())
                .time(job.createdAt)) {
            statement.update();
        }
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL - 1) + "…";
    }
}
