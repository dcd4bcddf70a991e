package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /admin/realms/{realm}/sync/mappings}: what codes of another system mean here. */
@OkaServer
final class MappingsIT {

    private final Oka oka;
    private final TestRealm realm;
    private final Caller operator;
    private String tenant = "";
    private String system = "";

    MappingsIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.operator = realm.operator();
    }

    @BeforeEach
    void newTenantAndSystem() {
        tenant = Tenants.create(realm, null);
        system = "erp-" + UUID.randomUUID();
    }

    @Test
    void mappingIsMadeReadMovedAndDeletedAndItsHistoryStays() {
        Response made = map("tenant", "K-1 ä/%", tenant).expect(201);
        String other = Tenants.create(realm, null);
        String tag = made.header("ETag").orElseThrow();

        assertThat(made.header("Location")).contains(oka.baseUrl() + realm.adminPath(path(made.id())));
        assertThat(get(made.id()).json()).isEqualTo(made.json());
        assertThat(operator.get(path(made.id()))
                        .header("If-None-Match", tag)
                        .send()
                        .status())
                .isEqualTo(304);
        Response moved = move(made, other, tag).expect(200);
        assertThat(moved.json().path("internalCode").asText()).isEqualTo(other);
        assertThat(moved.header("ETag")).isPresent().isNotEqualTo(made.header("ETag"));
        assertProblem(move(made, tenant, tag), 412, "precondition_failed");
        assertProblem(operator.delete(path(made.id())).header("If-Match", tag).send(), 412, "precondition_failed");
        operator.delete(path(made.id())).send().expect(204);
        assertProblem(get(made.id()), 404, "not_found");

        List<JsonNode> history =
                items(operator.get(path(made.id()) + "/history").send());
        assertThat(history)
                .extracting(line -> line.path("action").asText())
                .containsExactly("deleted", "changed", "created");
        assertThat(history.get(1).path("previousInternalCode").asText()).isEqualTo(tenant);
        assertThat(history.get(1).path("actorType").asText()).isEqualTo("operator");
        assertThat(items(operator.get("/sync/mappings/history?limit=1").send()).get(0))
                .isEqualTo(history.get(0));
        assertThat(changes(made.id()))
                .containsExactly("sync.mapping_created", "sync.mapping_changed", "sync.mapping_deleted");
    }

    @Test
    void eachCodeIsMappedOnceEitherWayInItsSystem() {
        String other = Tenants.create(realm, null);
        map("tenant", "K-1", tenant).expect(201);

        assertProblem(map("tenant", "K-1", other), 409, "external_code_taken");
        assertProblem(map("tenant", "K-2", tenant), 409, "internal_code_taken");
        Response second = map("tenant", "k-1", other).expect(201);
        assertProblem(move(second, tenant, "*"), 409, "internal_code_taken");
        map("plan", "K-1", "pro").expect(201);
        map("service", "K-1", "documents").expect(201);
        system = "crm-" + UUID.randomUUID();
        map("tenant", "K-1", tenant).expect(201);
    }

    @Test
    void oneOfManyAtOnceMapsTheCode() {
        List<String> tenants =
                IntStream.range(0, 8).mapToObj(i -> Tenants.create(realm, null)).toList();

        List<Response> answers = tenants.stream()
                .map(id -> operator.post("/sync/mappings")
                        .json(body("tenant", "K-1", id))
                        .sendAsync())
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertProblem(answer, 409, "external_code_taken"));
        assertThat(list("?agentSystem=" + system)).hasSize(1);
    }

    @Test
    void onlyWhatIsOfThisRealmCanBeMeant() {
        try (TestRealm foreign = oka.realm().create()) {
            String theirs = Tenants.create(foreign, null);

            assertInvalid(map("tenant", "K-1", theirs), "internalCode");
            assertInvalid(map("tenant", "K-1", "pro"), "internalCode");
            assertInvalid(map("plan", "K-1", "no-such-plan"), "internalCode");
            assertInvalid(map("service", "K-1", "no-such-service"), "internalCode");
            Tenants.delete(realm, tenant);
            assertInvalid(map("tenant", "K-1", tenant), "internalCode");
            String mine = Tenants.create(realm, null);
            String id = map("tenant", "K-1", mine).expect(201).id();
            assertProblem(foreign.operator().get(path(id)).send(), 404, "not_found");
            assertProblem(foreign.operator().delete(path(id)).send(), 404, "not_found");
            assertProblem(foreign.operator().get(path(id) + "/history").send(), 404, "not_found");
        }
    }

    @Test
    void badInputIsNamed() {
        assertInvalid(
                operator.post("/sync/mappings").json(Map.of()).send(),
                "agentSystem",
                "type",
                "externalCode",
                "internalCode");
        assertInvalid(map("tenant", "a\u0007b", tenant), "externalCode");
        assertInvalid(map("tenant", "x".repeat(256), tenant), "externalCode");
        assertInvalid(operator.get("/sync/mappings?type=unit").send(), "type");
        assertInvalid(operator.get("/sync/mappings?agentSystem=NO").send(), "agentSystem");
        Response made = map("tenant", "x".repeat(255), tenant).expect(201);
        Map<String, String> renamed =
                Map.of("agentSystem", system, "type", "tenant", "externalCode", "other", "internalCode", tenant);
        assertInvalid(operator.put(path(made.id())).json(renamed).send(), "externalCode");
        assertThat(realm.anonymousOperator().get("/sync/mappings").send().status())
                .isEqualTo(401);
    }

    @Test
    void mappingsAreFoundByEitherCodeAndHowItBegins() {
        map("tenant", "10%_!-A", tenant).expect(201);
        map("plan", "10-B", "pro").expect(201);

        assertThat(list("?agentSystem=" + system)).hasSize(2);
        assertThat(list("?type=plan&agentSystem=" + system)).hasSize(1);
        assertThat(list("?internalCode=" + tenant)).hasSize(1);
        assertThat(list("?externalCode=10-B&agentSystem=" + system)).hasSize(1);
        assertThat(list("?search=10&agentSystem=" + system)).hasSize(2);
        assertThat(list("?search=10%25_!&agentSystem=" + system)).hasSize(1);
        assertThat(list("?search=0&agentSystem=" + system)).isEmpty();
        Response page = operator.get("/sync/mappings?max=1&first=1&agentSystem=" + system)
                .send();
        assertThat(page.header("X-Total-Count")).contains("2");
        assertThat(page.json()).hasSize(1);
    }

    @Test
    void whatWasAppliedToAnotherTenantIsNotAppliedToTheOneThatTheCodeMeansNow() throws SQLException {
        Response made = map("tenant", "K-1", tenant).expect(201);
        String realmId = realmId();
        try (Connection connection = oka.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO oka_sync_entity (realm_id, agent_system, entity, external_code, applied_version,"
                                + " tombstone, tenant_id, data, updated_at)"
                                + " VALUES (?, ?, 'tenant', 'K-1', 7, false, ?, '{}', now())")) {
            insert.setString(1, realmId);
            insert.setString(2, system);
            insert.setString(3, tenant);
            insert.executeUpdate();
        }

        move(made, Tenants.create(realm, null), "*").expect(200);

        Map<String, ?> known = oka.rows(
                        "SELECT applied_version, tenant_id FROM oka_sync_entity WHERE agent_system = ?", system)
                .get(0);
        assertThat(known.get("applied_version")).isEqualTo(7L);
        assertThat(known.get("tenant_id")).isNull();
    }

    private String realmId() {
        return String.valueOf(oka.rows("SELECT id FROM realm WHERE name = ?", realm.name())
                .get(0)
                .get("id"));
    }

    private Response map(String type, String external, String internal) {
        return operator.post("/sync/mappings")
                .json(body(type, external, internal))
                .send();
    }

    private Map<String, String> body(String type, String external, String internal) {
        return Map.of("agentSystem", system, "type", type, "externalCode", external, "internalCode", internal);
    }

    private Response move(Response mapping, String internal, String tag) {
        JsonNode now = mapping.json();
        return operator.put(path(mapping.id()))
                .header("If-Match", tag)
                .json(body(now.path("type").asText(), now.path("externalCode").asText(), internal))
                .send();
    }

    private Response get(String id) {
        return operator.get(path(id)).send();
    }

    private JsonNode list(String query) {
        return operator.get("/sync/mappings" + query).send().expect(200).json();
    }

    private List<String> changes(String mappingId) {
        return oka
                .rows("SELECT type FROM oka_change WHERE data LIKE ? ORDER BY position", "%" + mappingId + "%")
                .stream()
                .map(row -> String.valueOf(row.get("type")))
                .toList();
    }

    private static String path(String id) {
        return "/sync/mappings/" + id;
    }

    private static List<JsonNode> items(Response page) {
        return List.copyOf(page.expect(200).json().path("items").findParents("action"));
    }
}
