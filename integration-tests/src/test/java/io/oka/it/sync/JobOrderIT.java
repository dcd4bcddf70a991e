package io.oka.it.sync;

import static io.oka.it.support.SyncJobs.each;
import static io.oka.it.support.SyncJobs.item;
import static io.oka.it.support.SyncJobs.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncJobs;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items of a customer are applied in the order of their versions, however they come. */
@OkaServer
final class JobOrderIT {

    private static final int VERSIONS = 15;

    private final Oka oka;
    private final long seed = System.nanoTime();
    private TestRealm realm;
    private SyncJobs jobs;

    JobOrderIT(Oka oka) {
        this.oka = oka;
    }

    @BeforeEach
    void makeAll() {
        realm = oka.realm().create();
        jobs = new SyncJobs(SyncAgents.enrol(realm, "erp"));
    }

    @AfterEach
    void removeAll() {
        realm.close();
    }

    @Test
    void shuffledVersionsOfOneJobAreAppliedFromTheLowestToTheHighest() {
        List<Object> items = new ArrayList<>();
        for (int customer = 0; customer < 4; customer++) {
            for (int version = 1; version <= VERSIONS; version++) {
                items.add(tenant("c" + customer, version, "Version " + version));
            }
        }
        Collections.shuffle(items, new Random(seed));

        JsonNode job = jobs.await(jobs.sendTenants(items), "succeeded");

        // None is skipped: each was newer than the one before.
        assertThat(each(job, "state")).as("seed %d", seed).containsOnly("applied");
        assertThat(displayNames()).hasSize(4).containsOnly("Version " + VERSIONS);
    }

    @Test
    void newestVersionHoldsThoughItsJobsComeShuffledAndTwice() {
        List<Integer> order = new ArrayList<>();
        for (int version = 1; version <= VERSIONS; version++) {
            order.add(version);
            order.add(version);
        }
        Collections.shuffle(order, new Random(seed));
        List<String> ids = order.stream()
                .map(version -> jobs.sendTenants(List.of(tenant("c1", version, "Version " + version))))
                .toList();

        List<String> results = new ArrayList<>();
        ids.forEach(id -> results.addAll(each(jobs.await(id, "succeeded"), "result")));

        assertThat(displayNames()).as("seed %d", seed).containsExactly("Version " + VERSIONS);
        assertThat(results).isSubsetOf("created", "updated", "older_version", "duplicate");
        assertThat(Collections.frequency(results, "created")).isEqualTo(1);
    }

    @Test
    void olderVersionIsSkippedAndSaysSo() {
        jobs.await(jobs.sendTenants(List.of(tenant("c1", 7, "Seven"))), "succeeded");

        JsonNode older = jobs.await(jobs.sendTenants(List.of(tenant("c1", 6, "Six"))), "succeeded");
        JsonNode same = jobs.await(jobs.sendTenants(List.of(tenant("c1", 7, "Seven"))), "succeeded");

        assertThat(each(older, "state")).containsExactly("skipped");
        assertThat(each(older, "result")).containsExactly("older_version");
        assertThat(each(same, "result")).containsExactly("duplicate");
        assertThat(displayNames()).containsExactly("Seven");
    }

    @Test
    void versionsOfACustomerAndOfItsSubscriptionCountEachForItself() {
        jobs.await(jobs.sendTenants(List.of(tenant("c1", 100, "One"))), "succeeded");

        JsonNode job = jobs.await(
                jobs.send("subscription.upsert", List.of(item("c1", 1, Map.of("tier", "pro")))), "succeeded");

        assertThat(each(job, "state")).containsExactly("applied");
    }

    private List<String> displayNames() {
        return oka
                .rows(
                        "SELECT t.display_name FROM oka_tenant t JOIN realm r ON r.id = t.realm_id WHERE r.name = ?",
                        realm.name())
                .stream()
                .map(row -> String.valueOf(row.get("display_name")))
                .toList();
    }
}
