package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.server.agent.Agent;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent that plays an ERP from CSV files, with the files of README's tour. */
@OkaServer
final class CommandLineAgentIT {

    private static final Path FILES = Path.of("../realm-config/erp");

    private final TestRealm realm;

    @TempDir
    private Path folder;

    CommandLineAgentIT(Oka oka) {
        this.realm = oka.realm().create();
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void enrolsPushesIsComparedAndReadsChanges() throws IOException {
        importMappings();
        String enrolled = run("enrol", "--url", realm.oka().baseUrl(), "--realm", realm.name(), "--token", token());
        assertThat(enrolled).contains("Enrolled as").doesNotContain("whsec_");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
                .isEqualTo("rw-------");

        String pushed = run("push", "--dir", FILES.toString());

        assertThat(pushed).contains("tenant.upsert").contains("parked C-1003: ").contains("PLAN-UNKNOWN");
        assertThat(tenant("northwind").path("displayName").asText()).isEqualTo("Northwind Traders");
        assertThat(tenant("fabrikam").path("suspended").asBoolean()).isTrue();
        assertThat(tenant("contoso").path("quotaLimit").asLong()).isEqualTo(50_000);

        assertThat(run("push", "--dir", FILES.toString())).contains("skipped=4").doesNotContain("dead C-");

        assertThat(run("reconcile", "--dir", FILES.toString())).contains("No comparison was asked for");
        String id = realm.operator()
                .post("/sync/reconciliations")
                .json(Map.of("agentSystem", "erp"))
                .send()
                .expect(201)
                .id();
        assertThat(run("reconcile", "--dir", FILES.toString()))
                .contains("tenant page 0 (3): matched")
                .contains("subscription page 0 (3): compared");
        List<String> found = new ArrayList<>();
        drift(id)
                .forEach(drift -> found.add(
                        drift.path("kind").asText() + " " + drift.path("entity").asText() + " "
                                + drift.path("externalCode").asText()));
        assertThat(found).containsExactly("stale subscription C-1003");

        String changes = run("changes");
        assertThat(changes)
                .contains("\"tenant.created\"")
                .contains("\"usage.recorded\"")
                .contains("\"C-1001\"")
                .contains("\"PLAN-PRO-M\"");
        assertThat(run("changes")).isEmpty();

        run("rotate");
        assertThat(run("heartbeat")).contains("\"agentSystem\" : \"erp\"");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(fail("push", "--dir", FILES.toString())).contains("this agent has not enrolled yet");
        assertThat(fail("enrol", "--url", realm.oka().baseUrl(), "--realm", realm.name(), "--token", "oka_enrol_no"))
                .contains("401")
                .contains("invalid_enrolment_token");
        assertThat(fail("dance")).contains("dance is not known here");
        assertThat(run("help")).contains("enrol").contains("reconcile");
    }

    private void importMappings() throws IOException {
        realm.operator()
                .post("/sync/mappings/import?agentSystem=erp")
                .body("text/csv", Files.readString(FILES.resolve("mappings.csv")))
                .send()
                .expect(200);
    }

    private String token() {
        return SyncAgents.enrolmentToken(realm, "erp", SyncAgents.everything())
                .json()
                .path("token")
                .asText();
    }

    private JsonNode tenant(String name) {
        return realm.operator()
                .get("/tenants?search=" + name)
                .send()
                .expect(200)
                .json()
                .path(0);
    }

    private JsonNode drift(String id) {
        return realm.operator()
                .get("/sync/reconciliations/" + id + "/drift")
                .send()
                .expect(200)
                .json()
                .path("items");
    }

    private Path state() {
        return folder.resolve("agent.json");
    }

    private String run(String... words) {
        return told(0, words);
    }

    private String fail(String... words) {
        return told(1, words);
    }

    private String told(int exit, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--state", state().toString()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            int ended = Agent.run(all.toArray(String[]::new), out);
            assertThat(ended).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(exit);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
