package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.DeliveryRow;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints that have their messages one after the other, and those that take only so many in a second. */
@OkaServer
final class WebhookOrderIT {

    private static final int MESSAGES = 12;

    private final Oka oka;
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private final TestRealm realm;
    private String tenant = "";

    WebhookOrderIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().create();
    }

    @BeforeEach
    void aTenant() {
        realm.setting("tenantTargets", List.of("127.0.0.1"));
        tenant = Tenants.create(realm, null);
    }

    @AfterEach
    void removeAll() {
        receiver.close();
        realm.close();
    }

    @Test
    void messagesArriveInTheirOrderHoweverManyFail() {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        List<Long> taken = new ArrayList<>();
        receiver.answering(request -> answer(request, failed, taken));
        String endpoint = create(Map.of("ordered", true));

        for (int i = 0; i < MESSAGES; i++) {
            rename("Name " + i);
        }

        // Each third fails once, and all behind it wait for its next attempt.
        Duration[] ahead = {Duration.ZERO};
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    ahead[0] = ahead[0].plusSeconds(7);
                    oka.moveClock(ahead[0]);
                    assertThat(DeliveryRow.of(oka, endpoint))
                            .hasSize(MESSAGES)
                            .extracting(DeliveryRow::state)
                            .containsOnly("delivered");
                });
        assertThat(taken)
                .containsExactlyElementsOf(LongStream.range(taken.get(0), taken.get(0) + MESSAGES)
                        .boxed()
                        .toList());
        assertThat(failed).hasSizeGreaterThanOrEqualTo(MESSAGES / 3);
        assertNoneOverlap();
    }

    @Test
    void noMoreComeInASecondThanTheEndpointTakes() {
        String endpoint = create(Map.of("ratePerSecond", 5));

        for (int i = 0; i < 20; i++) {
            rename("Name " + i);
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(receiver.received()).hasSize(20));
        List<Long> times = receiver.received().stream()
                .map(ReceivedWebhook::beganNanos)
                .sorted()
                .toList();
        for (int i = 0; i + 6 < times.size(); i++) {
            // Seven within a second would be two too many; what is on the way may bunch a little.
            assertThat(times.get(i + 6) - times.get(i))
                    .isGreaterThan(Duration.ofMillis(800).toNanos());
        }
        // Nor much less.
        assertThat(times.get(19) - times.get(0))
                .isLessThan(Duration.ofSeconds(10).toNanos());
        assertThat(DeliveryRow.of(oka, endpoint)).hasSize(20);
    }

    private static synchronized Reply answer(ReceivedWebhook request, Set<String> failed, List<Long> taken) {
        if (request.sequence() % 3 == 0 && failed.add(request.id())) {
            return Reply.status(500);
        }
        taken.add(request.sequence());
        return Reply.ok();
    }

    private void assertNoneOverlap() {
        List<ReceivedWebhook> all = receiver.received();
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).beganNanos()).isGreaterThan(all.get(i - 1).endedNanos());
        }
    }

    private String create(Map<String, Object> more) {
        Map<String, Object> body = Webhooks.body("url", receiver.url());
        body.put("events", List.of("tenant.updated"));
        body.putAll(more);
        return Webhooks.ofOperator(realm, tenant).create(body).expect(201).id();
    }

    private void rename(String name) {
        Tenants.rename(realm, tenant, name);
    }
}
