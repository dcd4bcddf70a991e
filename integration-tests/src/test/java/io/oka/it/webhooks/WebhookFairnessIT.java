package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.ReceivedWebhook;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.WebhookReceiver.Reply;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Ten receivers that hang, reset or dribble beside one that does well. */
@OkaServer
final class WebhookFairnessIT {

    private static final int BAD = 10;
    private static final int MESSAGES = 200;

    private static final Duration PACE = Duration.ofMillis(60);

    /** A machine that does other things as well has outliers of its own, which are not ours to answer for. */
    private static final Duration NOISE = Duration.ofMillis(100);

    private final TestReporter reporter;
    private final TestRealm realm;
    private final List<WebhookReceiver> receivers = new ArrayList<>();

    WebhookFairnessIT(Oka oka, TestReporter reporter) {
        this.reporter = reporter;
        this.realm = oka.realm().create();
    }

    @AfterEach
    void removeAll() {
        receivers.forEach(WebhookReceiver::close);
        realm.close();
    }

    @Test
    void badReceiversDelayNobodyElse() {
        realm.setting("tenantTargets", List.of("127.0.0.1"));
        WebhookReceiver well = receiver(Reply.ok());
        String healthy = tenantWith(well);
        List<String> others = new ArrayList<>();
        p99(healthy, List.of(), well);

        Duration alone = p99(healthy, List.of(), well);
        for (int i = 0; i < BAD; i++) {
            others.add(tenantWith(receiver(List.of(new Reply.Hang(), new Reply.Reset(), new Reply.Dribble())
                    .get(i % 3))));
        }
        Duration beside = p99(healthy, others, well);
        Duration after = p99(healthy, others, well);

        reporter.publishEntry(
                "p99",
                "alone " + alone.toMillis() + " ms, beside ten bad ones " + beside.toMillis() + " ms, then "
                        + after.toMillis() + " ms");
        assertThat(beside).isLessThan(alone.multipliedBy(2).plus(NOISE));
        assertThat(after).isLessThan(alone.multipliedBy(2).plus(NOISE));
    }

    /** From the answer to a change to its arrival, at a steady pace, at which all others change every now and then. */
    private Duration p99(String healthy, List<String> others, WebhookReceiver well) {
        int before = well.received().size();
        List<Long> changedAt = new CopyOnWriteArrayList<>();
        ScheduledExecutorService pace = Executors.newScheduledThreadPool(2);
        pace.scheduleAtFixedRate(
                () -> {
                    if (changedAt.size() < MESSAGES) {
                        Tenants.rename(realm, healthy, Tenants.freshName());
                        changedAt.add(System.nanoTime());
                    }
                },
                0,
                PACE.toMillis(),
                TimeUnit.MILLISECONDS);
        pace.scheduleAtFixedRate(
                () -> others.forEach(tenant -> Tenants.rename(realm, tenant, Tenants.freshName())),
                0,
                PACE.toMillis() * 20,
                TimeUnit.MILLISECONDS);
        await().atMost(Duration.ofSeconds(120)).until(() -> changedAt.size() == MESSAGES);
        pace.shutdownNow();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(well.received()).hasSize(before + MESSAGES));
        List<ReceivedWebhook> arrived = well.received().stream()
                .skip(before)
                .limit(MESSAGES)
                .sorted(Comparator.comparingLong(ReceivedWebhook::sequence))
                .toList();
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            took.add(Math.max(0, arrived.get(i).beganNanos() - changedAt.get(i)));
        }
        took.sort(null);
        return Duration.ofNanos(took.get(MESSAGES * 99 / 100 - 1));
    }

    private WebhookReceiver receiver(Reply reply) {
        WebhookReceiver receiver = WebhookReceiver.start().answering(reply);
        receivers.add(receiver);
        return receiver;
    }

    private String tenantWith(WebhookReceiver receiver) {
        String tenant = Tenants.create(realm, null);
        Map<String, Object> body = Webhooks.body("url", receiver.url());
        body.put("events", List.of("tenant.updated"));
        Webhooks.ofOperator(realm, tenant).create(body).expect(201);
        return tenant;
    }
}
