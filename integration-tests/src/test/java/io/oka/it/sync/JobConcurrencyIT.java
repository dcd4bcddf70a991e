package io.oka.it.sync;

import static io.oka.it.support.SyncJobs.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncJobs;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A realm has as many items applied at the same time as its operators say, on all nodes together. */
@OkaServer
final class JobConcurrencyIT {

    private static final int USUAL = 5;
    private static final int ITEMS = 60;

    /** For so long workers may go by settings of before. */
    private static final Duration SETTINGS_SEEN = Duration.ofSeconds(3);

    private final TwoNodes nodes;
    private final TestRealm realm;

    JobConcurrencyIT(TwoNodes nodes) {
        this.nodes = nodes;
        this.realm = nodes.first().realm().create();
    }

    @AfterEach
    void removeAll() {
        realm.close();
    }

    @Test
    void neverAreMoreThanFiveApplied() {
        assertThat(most(ITEMS)).isEqualTo(USUAL);
    }

    @Test
    void operatorsDecideHowManyItMayBe() {
        realm.operator()
                .patch("/sync/settings")
                .json(Map.of("concurrency", 2))
                .send()
                .expect(200);
        await().pollDelay(SETTINGS_SEEN).until(() -> true);

        assertThat(most(ITEMS / 2)).isEqualTo(2);
    }

    /** How many were seen under way at the same time at the most. */
    private int most(int items) {
        try (TenantTrap trap = TenantTrap.slow(nodes.first(), 0.1)) {
            SyncAgents agent = SyncAgents.enrol(realm, "erp");
            SyncJobs first = new SyncJobs(agent);
            SyncJobs second = new SyncJobs(agent.on(nodes.second()));
            String one = first.sendTenants(tenants(trap, "a", items));
            String other = second.sendTenants(tenants(trap, "b", items));
            int[] most = {0};

            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        most[0] = Math.max(most[0], trap.inside());
                        return open() == 0;
                    });
            first.await(one, "succeeded");
            first.await(other, "succeeded");
            return most[0];
        }
    }

    private int open() {
        return nodes.first()
                .rows(
                        "SELECT 1 AS one FROM oka_sync_item i JOIN realm r ON r.id = i.realm_id"
                                + " WHERE r.name = ? AND i.state <> 'applied'",
                        realm.name())
                .size();
    }

    private static List<Object> tenants(TenantTrap trap, String prefix, int number) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            items.add(tenant(trap.prefix() + prefix + i, 1, "Customer"));
        }
        return items;
    }
}
