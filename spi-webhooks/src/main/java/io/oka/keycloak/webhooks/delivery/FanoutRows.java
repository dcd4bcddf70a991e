package io.oka.keycloak.webhooks.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.Statement;
import io.oka.keycloak.common.jpa.WorkerDatabase;
import io.oka.keycloak.webhooks.WebhookFormat;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What fan-out reads of the change log and of endpoints, and the events that it makes. */
final class FanoutRows {

    private static final String CHANGES = "SELECT ID, REALM_ID, TENANT_ID, TYPE, CORRELATION_ID, DATA, CREATED_AT"
            + " FROM OKA_CHANGE WHERE NOT FANNED_OUT ORDER BY POSITION LIMIT ?";
    private static final String ENDPOINTS = "SELECT ID, REALM_ID, TENANT_ID, EVENTS, FORMAT,"
            + " ACTIVE AND PAUSED_AT IS NULL AS ACTIVE"
            + " FROM OKA_WEBHOOK_ENDPOINT WHERE DELETED_AT IS NULL AND REALM_ID = ANY (?)"
            + " AND (TENANT_ID IS NULL OR TENANT_ID = ANY (?)) ORDER BY REALM_ID, TENANT_ID, CREATED_AT, ID";
    private static final String REALMS = "SELECT ID, NAME FROM %s WHERE ID = ANY (?)";
    /** In a fixed order, so that no two transactions wait for each other. */
    private static final String SEQUENCES = "INSERT INTO OKA_WEBHOOK_SEQUENCE AS s (REALM_ID, TENANT_ID, LAST_SEQUENCE)"
            + " SELECT n.* FROM unnest(?, ?, ?) AS n (REALM_ID, TENANT_ID, MORE) ORDER BY 1, 2"
            + " ON CONFLICT (REALM_ID, TENANT_ID) DO UPDATE SET LAST_SEQUENCE = s.LAST_SEQUENCE + EXCLUDED.LAST_SEQUENCE"
            + " RETURNING REALM_ID, TENANT_ID, LAST_SEQUENCE";

    private static final String EVENTS = "INSERT INTO OKA_WEBHOOK_EVENT (ID, REALM_ID, TENANT_ID, TYPE, OCCURRED_AT,"
            + " SEQUENCE, CORRELATION_ID, BODY, CLOUD_EVENT) SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String MARK = "UPDATE OKA_CHANGE SET FANNED_OUT = TRUE WHERE ID = ANY (?)";

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final String changes;
    private final String endpoints;
    private final String realms;
    private final String sequences;
    private final String events;
    private final String mark;

    FanoutRows(WorkerDatabase database) {
        this.changes = database.sql(CHANGES);
        this.endpoints = database.sql(ENDPOINTS);
        this.realms = REALMS.formatted(database.connections().keycloakTable("REALM"));
        this.sequences = database.sql(SEQUENCES);
        this.events = database.sql(EVENTS);
        this.mark = database.sql(MARK);
    }

    /** A row of the change log. */
    record Row(
            String id, Place place, String type, @Nullable String correlationId, String data, Instant at) {}

    /** Where something happened. */
    record Place(String realmId, @Nullable String tenantId) implements Comparable<Place> {

        /** As the sequences' table has it, in which no part of the key can be null. */
        String tenantOrEmpty() {
            return tenantId == null ? "" : tenantId;
        }

        @Override
        public int compareTo(Place other) {
            int byRealm = realmId.compareTo(other.realmId);
            return byRealm == 0 ? tenantOrEmpty().compareTo(other.tenantOrEmpty()) : byRealm;
        }
    }

    /** What fan-out has to know of an endpoint. */
    record Endpoint(String id, Place place, List<String> patterns, WebhookFormat format, boolean active) {

        boolean isOfRealm() {
            return place.tenantId() == null;
        }

        boolean hears(Place other) {
            return place.realmId().equals(other.realmId()) && (isOfRealm() || place.equals(other));
        }
    }

    /** An event to be stored. */
    record Event(
            Row row, long sequence, String body, @Nullable String cloudEvent) {}

    List<Row> changes(Connection connection, int atMost) throws SQLException {
        try (Statement statement = new Statement(connection, changes).number(atMost)) {
            return statement.query(row -> new Row(
                    row.getString("ID"),
                    new Place(row.getString("REALM_ID"), row.getString("TENANT_ID")),
                    row.getString("TYPE"),
                    row.getString("CORRELATION_ID"),
                    row.getString("DATA"),
                    Statement.time(row, "CREATED_AT")));
        }
    }

    /** All that could hear of something in these places. */
    List<Endpoint> endpoints(Connection connection, Collection<Place> places) throws SQLException {
        List<String> tenants = places.stream()
                .map(Place::tenantId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        try (Statement statement = new Statement(connection, endpoints)
                .texts(realmIds(places), id -> id)
                .texts(tenants, id -> id)) {
            return statement.query(row -> new Endpoint(
                    row.getString("ID"),
                    new Place(row.getString("REALM_ID"), row.getString("TENANT_ID")),
                    texts(row.getString("EVENTS")),
                    Objects.requireNonNull(WebhookFormat.find(row.getString("FORMAT"))),
                    row.getBoolean("ACTIVE")));
        }
    }

    /** Their names, by id. */
    Map<String, String> realmNames(Connection connection, Collection<Place> places) throws SQLException {
        Map<String, String> names = new LinkedHashMap<>();
        try (Statement statement = new Statement(connection, realms).texts(realmIds(places), id -> id)) {
            statement
                    .query(row -> Map.entry(row.getString("ID"), row.getString("NAME")))
                    .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        }
        return names;
    }

    /**
     * Takes so many numbers for each place.
     *
     * @return the last one of each
     */
    Map<Place, Long> sequences(Connection connection, Map<Place, Long> wanted) throws SQLException {
        Map<Place, Long> last = new TreeMap<>();
        if (wanted.isEmpty()) {
            return last;
        }
        Collection<Place> places = wanted.keySet();
        try (Statement statement = new Statement(connection, sequences)
                .texts(places, Place::realmId)
                .texts(places, Place::tenantOrEmpty)
                .numbers(places, wanted::get)) {
            statement
                    .query(row -> {
                        String tenantId = row.getString("TENANT_ID");
                        return Map.entry(
                                new Place(row.getString("REALM_ID"), tenantId.isEmpty() ? null : tenantId),
                                row.getLong("LAST_SEQUENCE"));
                    })
                    .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        }
        return last;
    }

    void insert(Connection connection, List<Event> made) throws SQLException {
        if (made.isEmpty()) {
            return;
        }
        try (Statement statement = new Statement(connection, events)) {
            statement
                    .texts(made, event -> event.row().id())
                    .texts(made, event -> event.row().place().realmId())
                    .texts(made, event -> event.row().place().tenantId())
                    .texts(made, event -> event.row().type())
                    .times(made, event -> event.row().at())
                    .numbers(made, Event::sequence)
                    .texts(made, event -> event.row().correlationId())
                    .texts(made, Event::body)
                    .texts(made, Event::cloudEvent)
                    .update();
        }
    }

    void mark(Connection connection, List<Row> done) throws SQLException {
        try (Statement statement = new Statement(connection, mark).texts(done, Row::id)) {
            statement.update();
        }
    }

    private static List<String> realmIds(Collection<Place> places) {
        return places.stream().map(Place::realmId).distinct().toList();
    }

    private static List<String> texts(String json) {
        try {
            return Json.MAPPER.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            // A list of ours that is damaged must not stop the others: this endpoint hears of nothing until it is
            // mended.
            return List.of();
        }
    }
}
