package io.oka.it.usage;

import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.usage.Meter.enforced;
import static io.oka.it.usage.Meter.freshKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.Tenants;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the database is away nothing is consumed on a guess; and nothing is lost or counted twice when it comes back. */
@OkaServer
final class UsageDatabaseAwayIT {

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final LoneNode node;
    private TestRealm realm;
    private String token = "";
    private String tenant = "";
    private Meter meter;

    UsageDatabaseAwayIT(LoneNode node) {
        this.node = node;
    }

    @BeforeEach
    void createTenant() {
        realm = node.oka().realm().service(Meter.SERVICE, "record-usage").create();
        token = realm.serviceToken(Meter.SERVICE);
        tenant = Tenants.create(realm, null);
        meter = Meter.of(node.oka(), realm.with(token), tenant);
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("quotaLimit", 100_000))
                .send()
                .expect(200);
        meter.recordEnforced(1).expect(200);
    }

    @AfterEach
    void deleteRealm() {
        node.oka().proxy().restore();
        awaitRecovery();
        realm.close();
    }

    @Test
    void killedDatabaseKeepsWhatWasAcknowledgedAndNothingElse() {
        List<String> acknowledged = new ArrayList<>();
        List<String> unanswered = new ArrayList<>();
        List<CompletableFuture<Response>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(post("key-" + i));
            if (i == 100) {
                node.postgres().kill();
            }
        }
        for (int i = 0; i < 200; i++) {
            Response answer = waiting.get(i).join();
            assertThat(answer.status()).as(answer.toString()).isIn(200, 503);
            (answer.status() == 200 ? acknowledged : unanswered).add("key-" + i);
        }
        assertThat(unanswered).isNotEmpty();

        node.postgres().start();
        awaitRecovery();

        long before = meter.usedByEvents();
        assertThat(meter.recordedKeys()).containsAll(acknowledged).doesNotHaveDuplicates();
        meter.assertConsistent(before);
        unanswered.forEach(key -> meter.record(enforced(1, key)).expect(200));
        assertThat(meter.recordedKeys()).containsAll(unanswered).doesNotHaveDuplicates();
        meter.assertConsistent(meter.usedByEvents());
    }

    @Test
    void frozenDatabaseIsNotWaitedForAndWhatWasTurnedAwayIsNotCounted() {
        List<String> recorded = meter.recordedKeys();
        node.postgres().freeze();
        String key = freshKey();
        try {
            long began = System.nanoTime();
            Response answer = meterSend(key);
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertProblem(answer, 503, "temporarily_unavailable");
            assertThat(answer.header("Retry-After")).isPresent();
            assertThat(took).isLessThan(Duration.ofSeconds(3));
        } finally {
            node.postgres().thaw();
        }

        awaitRecovery();
        assertThat(meter.recordedKeys()).containsAll(recorded).doesNotHaveDuplicates();
        meter.record(enforced(1, key)).expect(200);
        assertThat(meter.recordedKeys()).contains(key).doesNotHaveDuplicates();
        meter.assertConsistent(meter.usedByEvents());
    }

    @Test
    void connectionCutAtTheCommitIsAnswered503AndTheRepetitionTellsWhatBecameOfIt() {
        String key = freshKey();
        node.oka().proxy().before(1, message -> message.commits(), () -> false);

        Response answer = meterSend(key);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        node.oka().proxy().restore();
        awaitRecovery();
        meter.record(enforced(1, key)).expect(200);
        assertThat(meter.recordedKeys()).contains(key).doesNotHaveDuplicates();
        meter.assertConsistent(meter.usedByEvents());
    }

    private Response meterSend(String key) {
        return post(key).join();
    }

    private CompletableFuture<Response> post(String key) {
        return node.oka()
                .http()
                .post(realm.path("/tenants/" + tenant + "/usage"))
                .bearer(token)
                .json(enforced(1, key))
                .sendAsync();
    }

    private void awaitRecovery() {
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(meterSend("recovery").status()).isEqualTo(200));
    }
}
