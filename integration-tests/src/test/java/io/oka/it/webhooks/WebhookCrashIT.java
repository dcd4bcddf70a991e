package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.ReceivedWebhook;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.WebhookReceiver.Reply;
import io.oka.it.support.Webhooks;
import io.oka.testing.Http;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * {@code kill -9} of the only node, again and again, while things change: what was committed is delivered, and nothing
 * else.
 */
@OkaServer
final class WebhookCrashIT {

    private static final int KILLS = 10;
    private static final int CHANGES = 500;
    private static final int CALLERS = 6;

    private final LoneNode node;
    private final TestReporter reporter;
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private final TestRealm realm;
    private final long seed = System.nanoTime();

    WebhookCrashIT(LoneNode node, TestReporter reporter) {
        this.node = node.delivering();
        this.reporter = reporter;
        this.realm = node.oka().realm().create();
    }

    @AfterEach
    void removeAll() {
        receiver.close();
        realm.on(node.oka()).close();
    }

    @Test
    void everyCommittedChangeIsDeliveredAndNothingElseThoughTheServerIsKilledTenTimes() {
        realm.setting("operatorTargets", List.of("127.0.0.1"));
        receiver.answering(new Reply.Answer(204, Map.of(), "", Duration.ofMillis(20)));
        Webhooks.ofRealm(realm)
                .create(Map.of("url", receiver.url(), "events", List.of("tenant.*")))
                .expect(201);
        String taken = Tenants.freshName();
        Tenants.create(realm, taken, null);
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            tenants.add(Tenants.create(realm, null));
        }
        Random random = new Random(seed);
        AtomicInteger asked = new AtomicInteger();

        for (int round = 1; round <= KILLS; round++) {
            int upTo = CHANGES * round / KILLS;
            String token = node.oka().admin().token();
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (String tenant : tenants) {
                callers.add(CompletableFuture.runAsync(() -> change(tenant, taken, token, asked, upTo)));
            }
            int killAfter = upTo - random.nextInt(CHANGES / KILLS) - 1;
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(3))
                    .until(() -> asked.get() >= killAfter);

            node.kill();

            callers.forEach(CompletableFuture::join);
            node.restart();
        }

        Set<String> committed = committed();
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(received()).containsAll(committed));
        assertThat(received()).isEqualTo(committed);
        assertThat(committed.size()).isGreaterThan(CHANGES / 2);
        Map<String, Set<String>> bodies = receiver.received().stream()
                .collect(Collectors.groupingBy(
                        ReceivedWebhook::id, Collectors.mapping(ReceivedWebhook::body, Collectors.toSet())));
        assertThat(bodies.values()).allMatch(same -> same.size() == 1);
        assertThat(receiver.received())
                .allMatch(one -> one.id().equals(one.json().path("id").asText()));
        reporter.publishEntry(
                "killed",
                KILLS + " times, seed " + seed + "; " + committed.size() + " changes, "
                        + (receiver.received().size() - committed.size()) + " repeated");
    }

    /** Changes its tenant until so many were made in all or the server is gone; each fourth one is refused. */
    private void change(String tenant, String taken, String token, AtomicInteger asked, int upTo) {
        boolean answered = true;
        while (answered && asked.get() < upTo) {
            int number = asked.incrementAndGet();
            String name = number % 4 == 0 ? taken : "t-" + number + "-" + tenant;
            answered = send(node.oka()
                    .http()
                    .patch(realm.adminPath("/tenants/" + tenant))
                    .bearer(token)
                    .timeout(Duration.ofSeconds(10))
                    .json(Map.of("name", name)));
        }
    }

    /** Whether there was an answer. */
    private static boolean send(Http.Request request) {
        return request.sendAsync()
                .handle((Response response, Throwable failed) -> {
                    if (response != null) {
                        assertThat(response.status()).isIn(200, 409, 503);
                    }
                    return failed == null;
                })
                .join();
    }

    private Set<String> committed() {
        return node
                .oka()
                .rows(
                        "SELECT c.id FROM oka_change c JOIN realm r ON r.id = c.realm_id WHERE r.name = ? AND c.type LIKE 'tenant.%'",
                        realm.name())
                .stream()
                .map(row -> String.valueOf(row.get("id")))
                .collect(Collectors.toSet());
    }

    private Set<String> received() {
        return receiver.received().stream().map(ReceivedWebhook::id).collect(Collectors.toSet());
    }
}
