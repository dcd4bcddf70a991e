package io.oka.it.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.it.support.ReceivedWebhook;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.WebhookReceiver.Reply;
import io.oka.it.support.Webhooks;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Two nodes that share the work, and one that dies in the middle of it. */
@OkaServer
final class WebhookTwoNodesIT {

    private static final int ENDPOINTS = 10;
    private static final int EVENTS = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final TwoNodes nodes;
    private final TestReporter reporter;
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private final TestRealm realm;

    WebhookTwoNodesIT(TwoNodes nodes, TestReporter reporter) {
        this.nodes = nodes;
        this.reporter = reporter;
        this.realm = nodes.first().realm().create();
    }

    @AfterEach
    void removeAll() {
        receiver.close();
        nodes.restartDead();
        realm.close();
    }

    @Test
    void eachEventIsDeliveredOnceThoughOneNodeIsKilledAndNoTwoAttemptsOverlap() throws SQLException {
        realm.setting("tenantTargets", List.of("127.0.0.1"));
        receiver.answering(new Reply.Answer(204, Map.of(), "", Duration.ofMillis(150)));
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            tenants.add(Tenants.create(realm, null));
            Map<String, Object> body = Webhooks.body("url", receiver.url());
            body.put("events", List.of("tenant.updated"));
            Webhooks.ofOperator(realm, tenants.get(i)).create(body).expect(201);
        }

        Set<String> events = change(tenants);
        await().atMost(LIMIT).until(() -> receiver.received().size() > EVENTS / 3);
        long ofBoth = owners();
        nodes.second().server().kill();
        nodes.second().proxy().cut();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(unfinished()).isZero());
        assertThat(received()).isEqualTo(events);
        assertNoTwoAttemptsOfOneOverlap();
        assertThat(ofBoth).isEqualTo(2);
        reporter.publishEntry("repeated", Integer.toString(receiver.received().size() - EVENTS));
    }

    /** Changes as the log has them, in transactions of twenty. */
    private Set<String> change(List<String> tenants) throws SQLException {
        String sql =
                "INSERT INTO oka_change (id, realm_id, tenant_id, type, actor_type, correlation_id, data, created_at)"
                        + " SELECT gen_random_uuid(), t.realm_id, t.id, 'tenant.updated', 'system', 'test', '{\"n\":1}', now()"
                        + " FROM oka_tenant t WHERE t.id = ANY (?)";
        try (Connection connection = nodes.first().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", tenants.toArray()));
            for (int i = 0; i < EVENTS / ENDPOINTS; i++) {
                assertThat(statement.executeUpdate()).isEqualTo(ENDPOINTS);
            }
        }
        return nodes
                .first()
                .rows(
                        "SELECT c.id FROM oka_change c WHERE c.correlation_id = 'test' AND c.tenant_id = ANY (string_to_array(?, ','))",
                        String.join(",", tenants))
                .stream()
                .map(row -> String.valueOf(row.get("id")))
                .collect(Collectors.toSet());
    }

    private Set<String> received() {
        return receiver.received().stream().map(ReceivedWebhook::id).collect(Collectors.toSet());
    }

    /** Of how many processes something is under way. */
    private long owners() {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> count("SELECT count(DISTINCT lease_owner) AS n FROM oka_webhook_delivery"
                                + " WHERE state = 'leased'"),
                        owners -> owners == 2);
    }

    private long unfinished() {
        return count("SELECT (SELECT count(*) FROM oka_webhook_delivery WHERE state <> 'delivered')"
                + " + (SELECT count(*) FROM oka_change WHERE NOT fanned_out) AS n");
    }

    private long count(String sql) {
        return ((Number) Objects.requireNonNull(nodes.first().rows(sql).get(0).get("n"))).longValue();
    }

    private void assertNoTwoAttemptsOfOneOverlap() {
        Map<String, List<ReceivedWebhook>> byId =
                receiver.received().stream().collect(Collectors.groupingBy(ReceivedWebhook::id));
        for (List<ReceivedWebhook> attempts : byId.values()) {
            List<ReceivedWebhook> inOrder = attempts.stream()
                    .sorted(Comparator.comparingLong(ReceivedWebhook::beganNanos))
                    .toList();
            for (int i = 1; i < inOrder.size(); i++) {
                assertThat(inOrder.get(i).beganNanos())
                        .isGreaterThan(inOrder.get(i - 1).endedNanos());
                assertThat(inOrder.get(i).body()).isEqualTo(inOrder.get(0).body());
            }
        }
    }
}
