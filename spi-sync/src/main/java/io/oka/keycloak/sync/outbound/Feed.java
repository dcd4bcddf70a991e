package io.oka.keycloak.sync.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.codes.CodeSubject;
import io.oka.keycloak.common.codes.SystemCodes;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.OwnConnections;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.sync.OutboundChange;
import io.oka.keycloak.sync.OutboundChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;

/** Reads what happened, page by page, on the connection of whoever asks. It writes nothing. */
public final class Feed {

    private final FeedRows rows;
    private final CodeRows codes;

    public Feed(OwnConnections connections) {
        this.rows = new FeedRows(connections);
        this.codes = new CodeRows(connections);
    }

    /**
     * What comes after a place.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a place that was never given here
     */
    public OutboundChanges.Page after(
            Connection connection, String realmId, String system, @Nullable String place, int limit)
            throws SQLException {
        FeedPlace from = place(connection, place);
        FeedRows.Found found = rows.after(connection, realmId, system, from, limit + 1);
        boolean cut = found.rows().size() > limit;
        List<FeedRows.Row> given = cut ? found.rows().subList(0, limit) : found.rows();
        FeedPlace end = cut ? given.get(limit - 1).place() : found.end();
        return new OutboundChanges.Page(changes(connection, realmId, system, given), end.text(), cut || found.full());
    }

    /** A place before all that happens from this time on. */
    public String since(Connection connection, Instant time) throws SQLException {
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        Instant sane = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(now) ? now : time;
        return rows.since(connection, sane).text();
    }

    private FeedPlace place(Connection connection, @Nullable String text) throws SQLException {
        if (text == null) {
            return FeedPlace.BEGINNING;
        }
        FeedPlace place = FeedPlace.parse(text);
        if (place == null || rows.isAhead(connection, place)) {
            throw Problem.invalid("cursor", "is not a cursor that was given here")
                    .asException();
        }
        return place;
    }

    private List<OutboundChange> changes(Connection connection, String realmId, String system, List<FeedRows.Row> given)
            throws SQLException {
        Map<FeedRows.Row, JsonNode> data = new LinkedHashMap<>();
        Map<FeedRows.Row, CodeSubject> subjects = new LinkedHashMap<>();
        for (FeedRows.Row row : given) {
            JsonNode read = read(row);
            data.put(row, read);
            subjects.put(row, CodeSubject.of(realmId, row.tenantId(), read));
        }
        Map<CodeSubject, Map<String, SystemCodes>> known = subjects.isEmpty()
                ? Map.of()
                : codes.of(connection, subjects.values().stream().distinct().toList());
        List<OutboundChange> changes = new ArrayList<>(given.size());
        for (FeedRows.Row row : given) {
            SystemCodes found = known.getOrDefault(Objects.requireNonNull(subjects.get(row)), Map.of())
                    .get(system);
            changes.add(change(row, Objects.requireNonNull(data.get(row)), found));
        }
        return changes;
    }

    /**
     * @param found null if the mapping went in between
     */
    private static OutboundChange change(FeedRows.Row row, JsonNode data, @Nullable SystemCodes found) {
        SystemCodes codes = new SystemCodes(
                Objects.requireNonNull(row.code()),
                found == null ? null : found.plan(),
                found == null ? null : found.service());
        return new OutboundChange(
                row.id(), row.type(), row.at(), row.version(), row.tenantId(), codes, data, row.correlationId());
    }

    private static JsonNode read(FeedRows.Row row) {
        try {
            return Json.MAPPER.readTree(row.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Change " + row.id() + " is damaged", e);
        }
    }
}
