package io.oka.it.sync;

import static io.oka.it.support.SyncJobs.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.SyncAgents;
import io.oka.it.support.SyncJobs;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of a node in the middle of its work: another takes it over, and each item is applied once. */
@OkaServer
final class JobTakeoverIT {

    private static final int JOBS = 4;
    private static final int ITEMS = 250;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Beyond the end of any lease. */
    private static final Duration LEASE_OVER = Duration.ofSeconds(90);

    private final TwoNodes nodes;
    private final TestRealm realm;

    JobTakeoverIT(TwoNodes nodes) {
        this.nodes = nodes;
        this.realm = nodes.first().realm().create();
    }

    @AfterEach
    void removeAll() {
        nodes.restartDead();
        realm.close();
    }

    @Test
    void eachItemIsAppliedOnceThoughTheNodeThatHadItIsKilled() {
        SyncAgents agent = SyncAgents.enrol(realm, "erp");
        SyncJobs atSecond = new SyncJobs(agent.on(nodes.second()));
        List<String> ids = new ArrayList<>();
        for (int job = 0; job < JOBS; job++) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < ITEMS; i++) {
                items.add(tenant("c" + job + "-" + i, 1, "Customer"));
            }
            ids.add(atSecond.sendTenants(items));
        }
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> count("state = 'applied'") > ITEMS / 2 && count("state = 'processing'") > 0);

        nodes.second().server().kill();
        nodes.second().proxy().cut();
        int cutOff = count("state = 'processing'");
        Oka survivor = nodes.first();
        survivor.moveClock(LEASE_OVER);

        SyncJobs atFirst = new SyncJobs(agent.on(survivor).ahead(LEASE_OVER));
        ids.forEach(id -> await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(atFirst.state(id)).isEqualTo("succeeded")));
        assertThat(cutOff).isPositive();
        assertThat(count("state = 'applied' AND result = 'created'")).isEqualTo(JOBS * ITEMS);
        assertThat(rows("SELECT 1 AS one FROM oka_tenant t WHERE t.realm_id = ?"))
                .isEqualTo(JOBS * ITEMS);
        assertThat(rows("SELECT 1 AS one FROM oka_change c WHERE c.realm_id = ? AND c.type = 'tenant.created'"))
                .isEqualTo(JOBS * ITEMS);
    }

    private int count(String condition) {
        return rows("SELECT 1 AS one FROM oka_sync_item i WHERE i.realm_id = ? AND " + condition);
    }

    private int rows(String sql) {
        String realmId = String.valueOf(nodes.first()
                .rows("SELECT id FROM realm WHERE name = ?", realm.name())
                .get(0)
                .get("id"));
        return nodes.first().rows(sql, realmId).size();
    }
}
