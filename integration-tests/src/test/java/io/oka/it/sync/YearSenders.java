package io.oka.it.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.SyncAgents;
import io.oka.it.sync.ErpYear.Change;
import io.oka.testing.LoneNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Two agents of one system, each on two threads, that send a year's jobs to a server which is killed now and then. */
final class YearSenders {

    private static final int ITEMS_PER_JOB = 100;
    private static final int THREADS = 4;
    private static final double AGENT_DIES = 0.05;
    private static final int KILLS = 2;

    private final LoneNode node;
    private final List<SyncAgents> agents;
    private final long seed;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();

    YearSenders(LoneNode node, List<SyncAgents> agents, long seed) {
        this.node = node;
        this.agents = agents;
        this.seed = seed;
    }

    /** Jobs of one type each, as agents would bundle what comes. */
    static List<Map<String, Object>> jobs(List<Change> delivered) {
        Map<String, List<Map<String, Object>>> open = new TreeMap<>();
        List<Map<String, Object>> jobs = new ArrayList<>();
        for (Change change : delivered) {
            List<Map<String, Object>> items = open.computeIfAbsent(change.type(), type -> new ArrayList<>());
            items.add(change.item());
            if (items.size() == ITEMS_PER_JOB) {
                jobs.add(job(change.type(), items));
                items.clear();
            }
        }
        open.forEach((type, items) -> {
            if (!items.isEmpty()) {
                jobs.add(job(type, items));
            }
        });
        return jobs;
    }

    private static Map<String, Object> job(String type, List<Map<String, Object>> items) {
        return Map.of("type", type, "items", List.copyOf(items));
    }

    /**
     * Returns when each job is acknowledged.
     *
     * @return how many were sent again
     */
    int sendAll(List<Map<String, Object>> jobs) {
        Queue<Map<String, Object>> left = new ConcurrentLinkedQueue<>(jobs);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SyncAgents agent = agents.get(i % agents.size());
            Random dice = new Random(seed + i);
            threads.add(CompletableFuture.runAsync(() -> send(agent, dice, left)));
        }
        for (int kill = 1; kill <= KILLS; kill++) {
            int killAfter = jobs.size() * kill / (KILLS + 1);
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> acknowledged.get() >= killAfter);
            node.kill();
            node.restart();
        }
        threads.forEach(CompletableFuture::join);
        return again.get();
    }

    private void send(SyncAgents agent, Random dice, Queue<Map<String, Object>> left) {
        for (Map<String, Object> job = left.poll(); job != null; job = left.poll()) {
            Map<String, Object> taken = job;
            // An agent that dies hears no answer: whoever comes after it sends the same once more.
            if (dice.nextDouble() < AGENT_DIES) {
                isTaken(agent, taken, Duration.ofMillis(1 + dice.nextInt(20)));
                again.incrementAndGet();
            }
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isTaken(agent, taken, Duration.ofSeconds(30)));
            acknowledged.incrementAndGet();
        }
    }

    private boolean isTaken(SyncAgents agent, Map<String, Object> job, Duration patience) {
        return agent.on(node.oka())
                .posting("/jobs", job)
                .timeout(patience)
                .sendAsync()
                .handle((answer, failed) -> {
                    if (answer == null || failed != null) {
                        again.incrementAndGet();
                        return false;
                    }
                    assertThat(answer.status()).as(answer.text()).isIn(202, 429, 500, 503);
                    return answer.status() == 202;
                })
                .join();
    }
}
