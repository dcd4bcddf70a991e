package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the management port says of sync. */
@OkaServer
final class SyncMetersIT {

    private final Oka oka;
    private final Http management;
    private final TestRealm realm;
    private final OperationRows rows;

    SyncMetersIT(Oka oka) {
        this.oka = oka;
        this.management = new Http(oka.managementUrl());
        this.realm = oka.realm().create();
        this.rows = OperationRows.of(realm);
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void metersShowTheQueueBreakersAndAgents() {
        rows.agent("sap", "gone", Duration.ofHours(1));
        holdOpen();
        rows.items("sap", "dead", 7, Duration.ZERO);
        rows.items("sap", "queued", 3, Duration.ofHours(2));

        oka.runTask("oka-sync-look");

        await().untilAsserted(() -> {
            assertThat(meter("oka_sync_queue_depth{state=\"dead\"}")).isGreaterThanOrEqualTo(7);
            assertThat(meter("oka_sync_queue_depth{state=\"queued\"}")).isGreaterThanOrEqualTo(3);
            assertThat(meter("oka_sync_queue_oldest_age_seconds")).isGreaterThanOrEqualTo(7_200);
            assertThat(meter("oka_sync_breakers{state=\"open\"}")).isGreaterThanOrEqualTo(1);
            assertThat(meter("oka_sync_agents{health=\"offline\"}")).isGreaterThanOrEqualTo(1);
        });
    }

    @Test
    void metersNameNoRealmTenantOrSystem() {
        rows.agent("named-system", "named-agent", Duration.ZERO);

        oka.runTask("oka-sync-look");

        assertThat(metrics().lines().filter(line -> line.startsWith("oka_sync_")))
                .isNotEmpty()
                .noneMatch(line -> line.contains(realm.name())
                        || line.contains(rows.realmId())
                        || line.contains("named-system")
                        || line.contains("named-agent"));
    }

    @Test
    void readinessTellsTheQueuesAgeAndStaysUpHoweverOldItIs() {
        rows.agent("sap", "gone", Duration.ofHours(1));
        holdOpen();
        rows.items("sap", "queued", 2, Duration.ofHours(3));

        oka.runTask("oka-sync-look");

        await().untilAsserted(() -> {
            JsonNode ready = management.get("/health/ready").send().expect(200).json();
            assertThat(ready.path("status").asText()).isEqualTo("UP");
            JsonNode data = check(ready).path("data");
            assertThat(data.path("oldestDueSeconds").asLong()).isGreaterThanOrEqualTo(10_800);
            assertThat(data.path("queued").asLong()).isGreaterThanOrEqualTo(2);
        });
    }

    private void holdOpen() {
        realm.operator()
                .post("/sync/breakers/sap/force")
                .json(Map.of("state", "open"))
                .send()
                .expect(200);
    }

    private static JsonNode check(JsonNode ready) {
        return StreamSupport.stream(ready.path("checks").spliterator(), false)
                .filter(check -> check.path("name").asText().equals("Oka sync queue"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(ready.toString()));
    }

    private double meter(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No meter " + name));
    }

    private String metrics() {
        return management.get("/metrics").send().expect(200).text();
    }
}
