package io.oka.it.sync;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.OwnNode;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Many mappings at once, as people save them from spreadsheets: all of them, or none and why. */
@OkaServer
final class MappingImportIT {

    private static final int MANY = 100_000;

    private final Oka oka;
    private final TestRealm realm;
    private final TestReporter reporter;
    private final Caller operator;
    private String system = "";
    private String one = "";
    private String two = "";

    MappingImportIT(Oka oka, TestRealm realm, TestReporter reporter) {
        this.oka = oka;
        this.realm = realm;
        this.reporter = reporter;
        this.operator = realm.operator();
    }

    @BeforeEach
    void newTenants() {
        system = "erp-" + UUID.randomUUID();
        one = Tenants.create(realm, null);
        two = Tenants.create(realm, null);
    }

    @Test
    void fileIsTriedImportedAndExportedAgain() {
        String file = "\uFEFFtype,externalCode,internalCode\r\ntenant,\"K-1, \"\"Müller\"\"\"," + one
                + "\r\ntenant,'+49-2," + two + "\r\n\r\nplan,GOLD,pro\r\n";

        JsonNode tried = send(file, "dryRun=true").expect(200).json();
        assertCounts(tried, 3, 3, 0, 0, 0);
        assertThat(tried.path("applied").asBoolean(true)).isFalse();
        assertThat(codes()).isEmpty();
        JsonNode done = send(file, "").expect(200).json();

        assertCounts(done, 3, 3, 0, 0, 0);
        assertThat(done.path("applied").asBoolean()).isTrue();
        assertThat(codes()).containsExactlyInAnyOrder("K-1, \"Müller\"", "+49-2", "GOLD");
        Response exported = operator.get("/sync/mappings/export?agentSystem=" + system)
                .send()
                .expect(200);
        assertThat(exported.header("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(exported.text())
                .startsWith("agentSystem,type,externalCode,internalCode\r\n")
                .contains(",'+49-2," + two)
                .contains("\"K-1, \"\"Müller\"\"\"");
        assertCounts(send(exported.text(), "").expect(200).json(), 3, 0, 0, 3, 0);
        assertThat(operator.get("/sync/mappings/imports/" + done.path("id").asText())
                        .send()
                        .expect(200)
                        .json())
                .isEqualTo(done);
        assertThat(oka.rows(
                        "SELECT action FROM oka_sync_mapping_change WHERE import_id = ?",
                        done.path("id").asText()))
                .hasSize(3);
        assertThat(oka.rows(
                        "SELECT type FROM oka_change WHERE data LIKE ?",
                        "%" + done.path("id").asText() + "%"))
                .extracting(row -> row.get("type"))
                .containsExactly("sync.mapping_imported");
    }

    @Test
    void codesChangePlacesInUpsertAndAreRefusedOtherwise() {
        send(file("tenant,A," + one, "tenant,B," + two), "").expect(200);
        String swapped = file("tenant,A," + two, "tenant,B," + one);

        assertRefused(send(swapped, ""), 2, "line 2, externalCode", "line 3, externalCode");
        assertCounts(send(swapped, "mode=upsert").expect(200).json(), 2, 0, 2, 0, 0);

        assertThat(operator.get("/sync/mappings?externalCode=A&agentSystem=" + system)
                        .send()
                        .json()
                        .path(0)
                        .path("internalCode")
                        .asText())
                .isEqualTo(two);
        assertRefused(send(file("tenant,C," + one), "mode=upsert"), 1, "line 2, internalCode");
    }

    @Test
    void refusedLinesAreNamedAndNothingIsImported() {
        String file = file(
                "tenant,K-1," + one,
                "tenant,=HYPERLINK(1)," + two,
                "plan,+1,pro",
                "plan,@x,pro",
                "plan,\"\tx\",pro",
                "plan,G,no-such-plan",
                "tenant,K-2," + UUID.randomUUID(),
                "unit,K-3,pro",
                "tenant,K-1," + two,
                "tenant,K-9," + one,
                "plan,,pro",
                "plan,a");

        Response refused = send(file, "");

        assertRefused(
                refused,
                11,
                "line 3, externalCode",
                "line 4, externalCode",
                "line 5, externalCode",
                "line 6, externalCode",
                "line 7, internalCode",
                "line 8, internalCode",
                "line 9, type",
                "line 10, externalCode",
                "line 11, internalCode",
                "line 12, externalCode",
                "line 13");
        assertThat(codes()).isEmpty();
        JsonNode report = refused.json().path("report");
        assertCounts(report, 12, 0, 0, 0, 11);
        assertThat(operator.get("/sync/mappings/imports/" + report.path("id").asText())
                        .send()
                        .expect(200)
                        .json())
                .isEqualTo(report);
        assertCounts(send(file, "dryRun=true").expect(200).json(), 12, 0, 0, 0, 11);
    }

    @Test
    void whatIsNoCsvInUtf8IsRefusedInItsLine() {
        String file = file("plan,GOLD,pro", "tenant,Müller," + one);

        assertRefused(send(bytes(file, StandardCharsets.ISO_8859_1), ""), 1, "line 3, externalCode");
        assertRefused(send(bytes(file, StandardCharsets.UTF_16), ""), 1, "line 1");
        assertRefused(send(bytes(file, StandardCharsets.UTF_16LE), ""), 1, "line 1");
        byte[] truncated = bytes(file("plan,GOLD,pro", "plan,x,€"), StandardCharsets.UTF_8);
        assertRefused(send(Arrays.copyOf(truncated, truncated.length - 2), ""), 1, "line 3, internalCode");
        assertRefused(send(file("plan,GOLD,pro", "plan,\"open,pro"), ""), 1, "line 3, externalCode");
        assertRefused(send(file("plan,GO\"LD,pro"), ""), 1, "line 2, externalCode");
        assertRefused(send(file("plan,GO\0LD,pro"), ""), 1, "line 2, externalCode");
        assertRefused(send(file("plan,GOLD,pro\rplan,x,free"), ""), 1, "line 2, internalCode");
        assertRefused(send("plan;GOLD;pro\n", ""), 1, "line 1");
        assertRefused(send("", ""), 1, "line 1");
        assertThat(codes()).isEmpty();
        assertProblem(
                operator.post("/sync/mappings/import")
                        .body("application/json", "{}")
                        .send(),
                415,
                "unsupported_media_type");
        assertProblem(
                operator.post("/sync/mappings/import")
                        .body("text/csv; charset=iso-8859-1", file)
                        .send(),
                415,
                "unsupported_charset");
        assertInvalid(send(file, "mode=merge"), "mode");
        assertInvalid(send(file, "dryRun=yes"), "dryRun");
    }

    @Test
    void twoAtOnceDoNotCross() {
        String file = file("tenant,A," + one, "tenant,B," + two);

        List<JsonNode> answers = List.of(request(file), request(file)).stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.expect(200).json())
                .toList();

        assertThat(answers).extracting(answer -> answer.path("created").asInt()).containsExactlyInAnyOrder(2, 0);
        assertThat(answers)
                .extracting(answer -> answer.path("unchanged").asInt())
                .containsExactlyInAnyOrder(0, 2);
        assertThat(codes()).hasSize(2);
    }

    @Test
    void hundredThousandLinesAreImportedBySmallServer() {
        List<String> tenants = Tenants.copies(realm, one, MANY);
        byte[] file = large(tenants);
        byte[] tooLarge = Arrays.copyOf(file, 64 * 1024 * 1024 + 1);
        Arrays.fill(tooLarge, file.length, tooLarge.length, (byte) '\n');
        try (OwnNode node = OwnNode.start(
                oka,
                options -> options.developmentPepper().jvmOption("-Xms128m").jvmOption("-Xmx256m"))) {
            Caller there = realm.on(node.oka()).operator();
            long begun = System.nanoTime();

            JsonNode done = there.post("/sync/mappings/import?agentSystem=" + system)
                    .body("text/csv", file)
                    .timeout(Duration.ofMinutes(5))
                    .send()
                    .expect(200)
                    .json();

            assertCounts(done, MANY, MANY, 0, 0, 0);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            reporter.publishEntry(
                    "imported", file.length / 1024 / 1024 + " MiB, " + MANY + " lines, heap 256 MiB, in " + took);
            Response exported = there.get("/sync/mappings/export?agentSystem=" + system)
                    .timeout(Duration.ofMinutes(5))
                    .send()
                    .expect(200);
            assertThat(exported.text().lines().count()).isEqualTo(MANY + 1L);
            assertProblem(
                    there.post("/sync/mappings/import?dryRun=true&agentSystem=" + system)
                            .body("text/csv", tooLarge)
                            .timeout(Duration.ofMinutes(5))
                            .send(),
                    413,
                    "payload_too_large");
            assertThat(node.oka().server().log()).doesNotContain("OutOfMemoryError");
        }
    }

    /** About 60 MiB: each code is as long as may be kept. */
    private static byte[] large(List<String> tenants) {
        StringBuilder text = new StringBuilder("type,externalCode,internalCode\n");
        for (int i = 0; i < tenants.size(); i++) {
            text.append("tenant,")
                    .append(i)
                    .append("€".repeat(190))
                    .append(',')
                    .append(tenants.get(i))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String file(String... lines) {
        return "type,externalCode,internalCode\n" + String.join("\n", lines) + "\n";
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private Response send(String file, String query) {
        return send(bytes(file, StandardCharsets.UTF_8), query);
    }

    private Response send(byte[] file, String query) {
        return operator.post("/sync/mappings/import?agentSystem=" + system + "&" + query)
                .body("text/csv", file)
                .send();
    }

    private CompletableFuture<Response> request(String file) {
        return operator.post("/sync/mappings/import?agentSystem=" + system)
                .body("text/csv", file)
                .sendAsync();
    }

    private List<String> codes() {
        JsonNode found = operator.get("/sync/mappings?agentSystem=" + system)
                .send()
                .expect(200)
                .json();
        return StreamSupport.stream(found.spliterator(), false)
                .map(mapping -> mapping.path("externalCode").asText())
                .toList();
    }

    private static void assertRefused(Response answer, int refused, String... fields) {
        assertProblem(answer, 422, "import_refused");
        assertThat(answer.json().path("errors").findValuesAsText("field"))
                .as(answer.toString())
                .containsExactly(fields);
        assertThat(answer.json().path("report").path("refused").asInt()).isEqualTo(refused);
    }

    private static void assertCounts(JsonNode report, int rows, int created, int changed, int unchanged, int refused) {
        Map<String, Integer> wanted = Map.of(
                "rows", rows, "created", created, "changed", changed, "unchanged", unchanged, "refused", refused);
        wanted.forEach((member, number) -> assertThat(
                        Objects.requireNonNull(report.path(member)).asInt(-1))
                .as("%s of %s", member, report)
                .isEqualTo(number));
    }
}
