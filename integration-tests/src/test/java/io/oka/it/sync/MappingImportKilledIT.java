package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Tenants;
import io.oka.testing.ClientMessage;
import io.oka.testing.Http;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the server in the middle of imports: each is there whole, with what belongs to it, or not at all. */
@OkaServer
final class MappingImportKilledIT {

    /** More than come to the database at once. */
    private static final int LINES = 1_500;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final LoneNode node;
    private final List<Import> imports = new ArrayList<>();

    MappingImportKilledIT(LoneNode node) {
        this.node = node;
    }

    @AfterEach
    void removeRealms() {
        imports.forEach(each -> each.realm().close());
    }

    @Test
    void importIsThereWholeOrNotAtAll() {
        // In realms of their own, since in one they would wait for each other.
        List<Import> stopped = List.of(newImport(), newImport(), newImport(), newImport());
        Import committed = newImport();

        List<CompletableFuture<Response>> unanswered = new ArrayList<>();
        unanswered.add(stop(stopped.get(0), 2, statement("insert into OKA_SYNC_STAGE ")));
        unanswered.add(stop(stopped.get(1), 1, statement("insert into OKA_SYNC_MAPPING ")));
        unanswered.add(stop(stopped.get(2), 1, statement("insert into OKA_SYNC_MAPPING_CHANGE ")));
        unanswered.add(stop(stopped.get(3), 1, commitOfAChange()));
        node.oka().proxy().muteAfter(1, commitOfAChange());
        unanswered.add(committed.request().sendAsync());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(committed.rows("oka_sync_mapping"))
                .isEqualTo(LINES));
        assertThat(unanswered).noneMatch(CompletableFuture::isDone);
        node.kill();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        node.oka().rows("SELECT 1 FROM pg_class WHERE relname = 'oka_sync_stage'"))
                .isEmpty());

        stopped.forEach(Import::assertAbsent);
        committed.assertWhole();
        node.restart();
        stopped.forEach(Import::assertAbsent);
        for (Import each : stopped) {
            JsonNode again = each.request().send().expect(200).json();
            assertThat(again.path("created").asInt()).isEqualTo(LINES);
            each.assertWhole();
        }
        JsonNode again = committed.request().send().expect(200).json();
        assertThat(again.path("unchanged").asInt()).isEqualTo(LINES);
        assertThat(committed.rows("oka_sync_mapping_change")).isEqualTo(LINES);
    }

    private CompletableFuture<Response> stop(Import started, int number, Predicate<ClientMessage> before) {
        node.oka().proxy().holdBefore(number, before);
        CompletableFuture<Response> request = started.request().sendAsync();
        await().atMost(LIMIT).until(() -> node.oka().proxy().sprung() || request.isDone());
        assertThat(request).isNotDone();
        return request;
    }

    private static Predicate<ClientMessage> statement(String beginning) {
        return message -> message.runsStatement() && message.sql().startsWith(beginning);
    }

    /** The end of the transaction that has written to the change log. */
    private static Predicate<ClientMessage> commitOfAChange() {
        AtomicBoolean written = new AtomicBoolean();
        return message -> {
            if (message.sql().toUpperCase(Locale.ROOT).startsWith("INSERT INTO OKA_CHANGE ")) {
                written.set(true);
            }
            return written.get() && message.commits();
        };
    }

    private Import newImport() {
        TestRealm realm = node.oka().realm().create();
        StringBuilder file = new StringBuilder("type,externalCode,internalCode\n");
        List<String> tenants = Tenants.copies(realm, Tenants.create(realm, null), LINES);
        for (int i = 0; i < LINES; i++) {
            file.append("tenant,K-")
                    .append(i)
                    .append(',')
                    .append(tenants.get(i))
                    .append('\n');
        }
        SyncRows rows = SyncRows.of(realm);
        String item = rows.item(
                rows.job("partial", Duration.ZERO),
                "parked",
                Duration.ZERO,
                Map.of("external_code", "K-7", "parked_type", "tenant", "parked_code", "K-7"));
        Import made = new Import(realm, rows, file.toString(), item);
        imports.add(made);
        return made;
    }

    /**
     * An import into a realm of its own.
     *
     * @param itemId of an item that waits for one of its codes
     */
    private record Import(TestRealm realm, SyncRows behind, String file, String itemId) {

        Http.Request request() {
            return realm.operator()
                    .post("/sync/mappings/import?agentSystem=" + SyncRows.SYSTEM)
                    .timeout(Duration.ofMinutes(2))
                    .body("text/csv", file);
        }

        int rows(String table) {
            return behind.count("SELECT count(*) AS n FROM " + table + " WHERE realm_id = ?", behind.realmId());
        }

        void assertAbsent() {
            assertThat(rows("oka_sync_mapping")).isZero();
            assertThat(rows("oka_sync_mapping_change")).isZero();
            assertThat(rows("oka_sync_import")).isZero();
            assertThat(behind.changes()).isEmpty();
            assertThat(behind.stateOf(itemId)).isEqualTo("parked");
        }

        void assertWhole() {
            assertThat(rows("oka_sync_mapping")).isEqualTo(LINES);
            assertThat(rows("oka_sync_mapping_change")).isEqualTo(LINES);
            assertThat(rows("oka_sync_import")).isEqualTo(1);
            assertThat(behind.changes()).containsExactly("sync.mapping_imported");
            assertThat(behind.stateOf(itemId)).isEqualTo("queued");
        }
    }
}
