package io.oka.it.sync;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncMappings;
import io.oka.it.support.Tenants;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes for codes that mean nothing yet waits, and goes on in the transaction that maps them. */
@OkaServer
final class ParkedItemsIT {

    private static final String TENANT = "tenant.upsert";
    private static final String SUBSCRIPTION = "subscription.upsert";
    private static final String USAGE = "usage.import";

    private static final int MANY = 250;
    private static final int ROUNDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static Oka oka;
    private static TestRealm realm;
    private Erp erp;
    private String code = "";
    private String tenant = "";

    @BeforeAll
    static void realm(Oka server) {
        oka = server;
        realm = server.realm().demoPeople().create();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void newCustomerOfNewSystem() {
        erp = Erp.in(realm, SyncAgents.everythingBut("createTenants", false));
        code = Erp.freshCode();
        tenant = Tenants.create(realm, "alice");
    }

    @Test
    void itemWaitsForEachOfItsCodesInTurn() {
        String named = parked(TENANT, code, Map.of("displayName", "Acme"));
        String bought = parked(SUBSCRIPTION, code, Map.of("plan", "P-1"));
        String used = parked(USAGE, code, use());
        assertThat(waitingFor()).containsExactly("tenant " + code, "tenant " + code, "tenant " + code);

        erp.map("tenant", code, tenant);
        assertThat(waitingFor()).doesNotContain("tenant " + code);
        assertApplied(named);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(waitingFor()).containsExactly("plan P-1", "service S-1"));
        erp.map("plan", "P-1", "enterprise");
        assertThat(waitingFor()).containsExactly("service S-1");
        erp.map("service", "S-1", "documents");
        assertThat(waitingFor()).isEmpty();

        assertApplied(bought);
        assertApplied(used);
        assertThat(erp.tenant(tenant).path("displayName").asText()).isEqualTo("Acme");
        assertThat(erp.subscription(tenant).path("tier").asText()).isEqualTo("enterprise");
    }

    @Test
    void itemGoesOnWhenItsCodeIsMovedAndIsAppliedToWhomItMeansThen() {
        String named = parked(TENANT, code, Map.of("displayName", "Acme"));
        String other = Tenants.create(realm, "alice");
        // Behind the server's back, so that nothing resumes yet.
        new SyncMappings(realm, erp.agent().system()).tenant(other, code);
        JsonNode mapping = realm.operator()
                .get("/sync/mappings?agentSystem=" + erp.agent().system())
                .send()
                .expect(200)
                .json()
                .path(0);

        realm.operator()
                .put("/sync/mappings/" + mapping.path("id").asText())
                .json(body(code, tenant))
                .send()
                .expect(200);

        assertThat(waitingFor()).isEmpty();
        assertApplied(named);
        assertThat(erp.tenant(tenant).path("displayName").asText()).isEqualTo("Acme");
        assertThat(erp.tenant(other).path("displayName").asText()).isNotEqualTo("Acme");
    }

    @Test
    void manyThatWaitGoOnWithOneImport() {
        List<String> tenants = Tenants.copies(realm, tenant, MANY);
        List<Object> named = new ArrayList<>();
        List<Object> bought = new ArrayList<>();
        StringBuilder file = new StringBuilder("type,externalCode,internalCode\nplan,P-1,pro\n");
        for (int i = 0; i < MANY; i++) {
            named.add(Erp.item(code + i, 1, Map.of("displayName", "Acme " + i)));
            bought.add(Erp.item(code + i, 1, Map.of("plan", "P-1")));
            file.append("tenant,").append(code).append(i).append(',').append(tenants.get(i));
            file.append('\n');
        }
        String names = Erp.accepted(erp.agent().post("/jobs", Map.of("type", TENANT, "items", named)));
        String purchases = Erp.accepted(erp.agent().post("/jobs", Map.of("type", SUBSCRIPTION, "items", bought)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(waitingFor()).hasSize(2 * MANY));

        importing(file.toString(), "").send().expect(200);

        assertThat(waitingFor()).isEmpty();
        for (String job : List.of(names, purchases)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            oka.rows("SELECT DISTINCT state FROM oka_sync_item WHERE job_id = ?", job))
                    .extracting(row -> row.get("state"))
                    .containsExactly("applied"));
        }
        String last = tenants.get(MANY - 1);
        assertThat(erp.tenant(last).path("displayName").asText()).isEqualTo("Acme " + (MANY - 1));
        assertThat(erp.subscription(last).path("tier").asText()).isEqualTo("pro");
    }

    @Test
    void whatIsNotMappedAfterAllLetsNothingGoOn() {
        parked(TENANT, code, Map.of("displayName", "Acme"));
        erp.map("tenant", "taken", tenant);
        String free = Tenants.create(realm, "alice");
        List<Map<String, @Nullable Object>> before = items();
        String line = "type,externalCode,internalCode\ntenant," + code + ',' + free + '\n';

        assertProblem(mapping(code, tenant).send(), 409, "internal_code_taken");
        importing(line, "&dryRun=true").send().expect(200);
        assertProblem(importing(line + "plan,P-1,no-such-plan\n", "").send(), 422, "import_refused");
        try (MappingTrap trap = MappingTrap.atCommit(oka, code)) {
            assertThat(mapping(code, free).send().status()).isGreaterThanOrEqualTo(500);
            assertThat(importing(line, "").send().status()).isGreaterThanOrEqualTo(500);
            assertThat(trap.isSet()).isTrue();
        }

        assertThat(items()).isEqualTo(before);
        assertThat(waitingFor()).containsExactly("tenant " + code);
        assertThat(erp.mapped(code)).isEmpty();
        importing(line, "").send().expect(200);
        assertThat(waitingFor()).isEmpty();
    }

    @Test
    void itemsOfAnotherSystemOrRealmWaitOn() {
        Erp own = erp;
        parked(TENANT, code, Map.of("displayName", "Acme"));
        erp = Erp.in(realm, SyncAgents.everythingBut("createTenants", false));
        parked(TENANT, code, Map.of("displayName", "Acme"));

        own.map("tenant", code, tenant);
        own.map("plan", "P-1", "pro");

        assertThat(waitingFor()).containsExactly("tenant " + code);
        try (TestRealm foreign = oka.realm().create()) {
            SyncAgents stranger =
                    SyncAgents.enrol(foreign, own.agent().system(), SyncAgents.everythingBut("createTenants", false));
            Erp theirs = new Erp(foreign, stranger);
            String job = theirs.send(TENANT, code, 1, Map.of("displayName", "Theirs"));
            assertThat(Erp.outcome(theirs.ended(job))).isEqualTo("parked unmapped_code");
        }
    }

    @Test
    void noItemMissesItsMappingHoweverCloseTheyCome() {
        List<String> tenants = Tenants.copies(realm, tenant, ROUNDS);

        List<String> jobs = IntStream.range(0, ROUNDS)
                .mapToObj(round -> {
                    String each = code + "-" + round;
                    String job = erp.send(TENANT, each, 1, Map.of("displayName", "Acme"));
                    CompletableFuture<Response> mapped = round % 2 == 0
                            ? mapping(each, tenants.get(round)).sendAsync()
                            : importing(
                                            "type,externalCode,internalCode\ntenant," + each + ',' + tenants.get(round)
                                                    + '\n',
                                            "")
                                    .sendAsync();
                    assertThat(mapped.join().status()).isIn(200, 201);
                    return job;
                })
                .toList();

        jobs.forEach(this::assertApplied);
    }

    private String parked(String type, String code, Map<String, ?> data) {
        String job = erp.send(type, code, 1, data);
        assertThat(Erp.outcome(erp.ended(job))).isEqualTo("parked unmapped_code");
        return job;
    }

    private void assertApplied(String job) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Erp.outcome(erp.ended(job))).startsWith("applied "));
    }

    /** What the items of the system that are parked at this moment wait for. */
    private List<String> waitingFor() {
        return oka
                .rows(
                        "SELECT parked_type || ' ' || parked_code AS code FROM oka_sync_item WHERE agent_system = ?"
                                + " AND state = 'parked' ORDER BY code",
                        erp.agent().system())
                .stream()
                .map(row -> String.valueOf(row.get("code")))
                .toList();
    }

    private List<Map<String, @Nullable Object>> items() {
        return oka.rows(
                "SELECT * FROM oka_sync_item WHERE agent_system = ? ORDER BY id",
                erp.agent().system());
    }

    private Http.Request mapping(String code, String tenant) {
        return realm.operator().post("/sync/mappings").json(body(code, tenant));
    }

    private Map<String, String> body(String code, String tenant) {
        return Map.of(
                "agentSystem", erp.agent().system(), "type", "tenant", "externalCode", code, "internalCode", tenant);
    }

    private Http.Request importing(String file, String query) {
        return realm.operator()
                .post("/sync/mappings/import?agentSystem=" + erp.agent().system() + query)
                .body("text/csv", file);
    }

    private static Map<String, Object> use() {
        return Map.of("serviceCode", "S-1", "action", "convert", "quantity", 3, "idempotencyKey", "u-1");
    }
}
