package io.oka.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DatabaseProxyTest {

    private FakePostgres postgres;
    private DatabaseProxy proxy;

    @BeforeEach
    void start() throws IOException {
        postgres = new FakePostgres();
        proxy = DatabaseProxy.before(postgres.database());
    }

    @AfterEach
    void stop() {
        proxy.close();
        postgres.close();
    }

    @Test
    void messagesPassInOrder() throws IOException {
        try (FakeClient client = new FakeClient(proxy.database()).greet()) {
            client.parse("", "SELECT 1").bind("").execute();

            awaitAnswers(client, 5);

            assertThat(postgres.received()).containsExactly('0', '0', 'P', 'B', 'E');
        }
    }

    @Test
    void recordingKnowsTheStatementsThatRan() throws IOException {
        try (FakeClient client = new FakeClient(proxy.database()).greet()) {
            client.parse("S_1", "SELECT a");
            awaitAnswers(client, 3);

            try (DatabaseProxy.Recording recording = proxy.record()) {
                client.bind("S_1")
                        .execute()
                        .bind("S_1")
                        .execute()
                        .query("UPDATE b")
                        .query("COMMIT");
                awaitAnswers(client, 6);

                assertThat(recording.statements()).containsExactly("SELECT a", "SELECT a", "UPDATE b");
                assertThat(recording.count('B')).isEqualTo(2);
            }
        }
    }

    @Test
    void trapSpringsBeforeTheChosenStatement() throws IOException {
        AtomicReference<List<Character>> seen = new AtomicReference<>(List.of());
        proxy.before(2, ClientMessage::runsStatement, () -> {
            seen.set(List.copyOf(postgres.received()));
            return true;
        });
        try (FakeClient client = new FakeClient(proxy.database()).greet()) {
            awaitAnswers(client, 2);
            client.query("UPDATE a");
            awaitAnswers(client, 1);

            client.query("UPDATE b");
            awaitAnswers(client, 1);

            assertThat(seen.get()).containsExactly('0', '0', 'Q');
            assertThat(proxy.sprung()).isTrue();
            assertThat(postgres.received()).containsExactly('0', '0', 'Q', 'Q');
        }
    }

    @Test
    void trapThatSaysNoCutsTheConnection() throws IOException {
        proxy.before(1, ClientMessage::commits, () -> false);
        try (FakeClient client = new FakeClient(proxy.database()).greet()) {
            awaitAnswers(client, 2);

            client.query("COMMIT");

            assertThat(client.answer()).isEqualTo(-1);
            assertThat(postgres.received()).containsExactly('0', '0');
        }
    }

    @Test
    void refusedConnectionsComeBackAfterwards() throws IOException {
        proxy.refuse();
        try (FakeClient client = new FakeClient(proxy.database())) {
            assertThat(client.answer()).isEqualTo(-1);
        }

        proxy.restore();

        try (FakeClient client = new FakeClient(proxy.database()).greet()) {
            awaitAnswers(client, 2);
        }
    }

    @Test
    void hangingConnectionGoesOnAfterwards() throws IOException {
        try (FakeClient client = new FakeClient(proxy.database()).greet()) {
            awaitAnswers(client, 2);
            proxy.hang();
            client.query("SELECT 1");
            assertThat(postgres.received()).hasSize(2);

            proxy.restore();

            awaitAnswers(client, 1);
        }
    }

    @Test
    void delayedMessagesArriveLater() throws IOException {
        try (FakeClient client = new FakeClient(proxy.database()).greet()) {
            awaitAnswers(client, 2);
            proxy.delay(Duration.ofMillis(200));
            long before = System.nanoTime();

            client.query("SELECT 1");
            awaitAnswers(client, 1);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(190));
        }
    }

    private static void awaitAnswers(FakeClient client, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(client.answer()).isEqualTo(1);
        }
    }
}
