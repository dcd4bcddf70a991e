package io.oka.it.sync;

import static io.oka.it.support.SyncJobs.each;
import static io.oka.it.support.SyncJobs.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncJobs;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails for a reason that may pass is tried again, ever more rarely, and given up in the end. */
@OkaServer
final class JobRetryIT {

    /** Each a good fifth longer than what it waits for. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(7),
            Duration.ofSeconds(37),
            Duration.ofSeconds(150),
            Duration.ofMinutes(13),
            Duration.ofMinutes(37),
            Duration.ofMinutes(75),
            Duration.ofMinutes(150),
            Duration.ofMinutes(300));

    private final Oka oka;
    private TestRealm realm;
    private SyncAgents agent;
    private SyncJobs jobs;
    private Duration ahead = Duration.ZERO;

    JobRetryIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeEach
    void makeAll() {
        realm = oka.realm().create();
        agent = SyncAgents.enrol(realm, "erp");
        jobs = new SyncJobs(agent);
    }

    @AfterEach
    void removeAll() {
        realm.close();
    }

    @Test
    void failedItemWaitsLeavesNothingBehindAndIsAppliedOnceItCanBe() {
        try (TenantTrap trap = TenantTrap.refusing(oka, "40001")) {
            String customer = trap.prefix() + "1";
            String id = jobs.sendTenants(List.of(tenant(customer, 1, "One"), tenant("well", 1, "Well")));
            JsonNode waiting = jobs.await(id, "retrying");
            JsonNode item = waiting.path("items").get(0);

            assertThat(each(waiting, "state")).containsExactly("retrying", "applied");
            assertThat(item.path("attempts").asInt()).isEqualTo(1);
            assertThat(Duration.between(
                            Instant.now(),
                            Instant.parse(item.path("nextAttemptAt").asText())))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(7));
            assertThat(traces(customer)).isZero();

            trap.close();
            pass(WAITS.get(0));
            JsonNode done = jobs.await(id, "succeeded");

            assertThat(each(done, "result")).containsExactly("created", "created");
            assertThat(done.path("items").get(0).path("attempts").asInt()).isEqualTo(2);
        }
    }

    @Test
    void itemThatNeverComesThroughIsGivenUpAfterTheNinthAttemptAndTellsWhy() {
        try (TenantTrap trap = TenantTrap.refusing(oka, "40001")) {
            String id = jobs.sendTenants(List.of(tenant(trap.prefix() + "1", 1, "One")));
            int attempts = 1;
            for (Duration wait : WAITS) {
                awaitAttempts(id, attempts);
                pass(wait);
                attempts++;
            }

            JsonNode dead = jobs.await(id, "dead");

            assertThat(each(dead, "attempts")).containsExactly("9");
            assertThat(each(dead, "result")).containsExactly("retries_exhausted");
            assertThat(dead.path("items").get(0).path("detail").asText()).contains("locked");
        }
    }

    private void awaitAttempts(String id, int attempts) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode item = jobs.get(id).path("items").get(0);
            assertThat(item.path("state").asText()).isEqualTo("retrying");
            assertThat(item.path("attempts").asInt()).isEqualTo(attempts);
        });
    }

    private void pass(Duration time) {
        ahead = ahead.plus(time);
        oka.moveClock(ahead);
        jobs = new SyncJobs(agent.ahead(ahead));
    }

    private long traces(String customer) {
        return oka.rows("SELECT 1 AS one FROM oka_tenant WHERE name = ?", customer)
                        .size()
                + oka.rows("SELECT 1 AS one FROM oka_change WHERE data LIKE ?", "%" + customer + "%")
                        .size()
                + oka.rows("SELECT 1 AS one FROM oka_sync_mapping WHERE external_code = ?", customer)
                        .size();
    }
}
