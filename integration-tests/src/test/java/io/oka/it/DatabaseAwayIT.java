package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oka.testing.Http;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the database is away callers are told to come back, and nobody has to help when it is there again. */
@OkaServer
final class DatabaseAwayIT {

    /** The pool waits five seconds for a connection. */
    private static final Duration BOUND = Duration.ofSeconds(8);

    private final LoneNode node;
    private TestRealm realm;
    private String token = "";
    private String tenant = "";

    DatabaseAwayIT(LoneNode node) {
        this.node = node;
    }

    @BeforeEach
    void createTenant() {
        realm = node.oka().realm().users("alice").create();
        token = realm.token("alice");
        tenant = create("acme").send().expect(201).id();
    }

    @AfterEach
    void deleteRealm() {
        node.oka().proxy().restore();
        awaitRecovery();
        realm.close();
    }

    @Test
    void readsAndChangesAreTurnedAwayWhileNoConnectionIsToBeHad() {
        node.oka().proxy().refuse();

        assertIsTurnedAway(list().timeout(BOUND).send());
        assertIsTurnedAway(create("other").timeout(BOUND).send());
        assertIsTurnedAway(operatorsList().timeout(BOUND).send());

        node.oka().proxy().restore();
        awaitRecovery();
        create("other").send().expect(201);
    }

    @Test
    void killedDatabaseIsFoundAgainWhenItRuns() {
        node.postgres().kill();

        assertIsTurnedAway(list().timeout(BOUND).send());

        node.postgres().start();
        awaitRecovery();
        assertThat(create("other").send().status()).isEqualTo(201);
    }

    @Test
    void changeWhoseConnectionIsCutAtTheCommitIsNotMade() {
        node.oka().proxy().before(1, message -> message.commits(), () -> false);

        Response answer = create("other").timeout(BOUND).send();

        assertIsTurnedAway(answer);
        node.oka().proxy().restore();
        awaitRecovery();
        assertThat(names()).containsExactly("acme");
    }

    @Test
    void frozenDatabaseIsWaitedForAndThenServes() {
        node.postgres().freeze();
        CompletableFuture<Response> waiting;
        try {
            waiting = list().sendAsync();
            await().during(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
        } finally {
            node.postgres().thaw();
        }

        assertThat(waiting.join().status()).isEqualTo(200);
    }

    private static void assertIsTurnedAway(Response answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.header("Retry-After")).hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds))
                .isPositive());
        assertThat(answer.code()).isEqualTo("temporarily_unavailable");
        assertThat(answer.header("X-Request-ID"))
                .contains(answer.json().path("requestId").asText());
    }

    private void awaitRecovery() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(list().send().status()).isEqualTo(200));
    }

    private Iterable<String> names() {
        return list().send().expect(200).json().findValuesAsText("name");
    }

    private Http.Request list() {
        return node.oka().http().get(realm.path("/tenants")).bearer(token);
    }

    private Http.Request operatorsList() {
        return node.oka()
                .http()
                .get(realm.adminPath("/tenants/" + tenant))
                .bearer(node.oka().admin().token());
    }

    private Http.Request create(String name) {
        return node.oka().http().post(realm.path("/tenants")).bearer(token).json(Map.of("name", name));
    }
}
