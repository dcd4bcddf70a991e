package io.oka.keycloak.webhooks.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.webhooks.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeliveryInputTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration KEPT = Duration.ofDays(30);

    @Test
    void windowEndsNowUnlessItIsSaid() {
        Instant since = NOW.minusSeconds(60);

        assertThat(window(since, null)).isEqualTo(new DeliveryInput.Window(since, NOW));
        assertThat(window(since, NOW.minusSeconds(1))).isEqualTo(new DeliveryInput.Window(since, NOW.minusSeconds(1)));
        assertThat(window(NOW.minus(KEPT), null).since()).isEqualTo(NOW.minus(KEPT));
    }

    @Test
    void windowThatIsNoneIsRefused() {
        refused(null, null);
        refused(NOW, null);
        refused(NOW.minus(KEPT).minusMillis(1), null);
        refused(NOW.minusSeconds(5), NOW.minusSeconds(5));
        refused(NOW.minusSeconds(5), NOW.plusSeconds(1));
        // As far as times go: nothing may overflow.
        refused(Instant.MIN, Instant.MAX);
    }

    @Test
    void stateIsOneOfThoseThatThereAre() {
        assertThat(DeliveryInput.state("retrying")).isEqualTo(DeliveryState.RETRYING);
        assertThat(DeliveryInput.state(null)).isNull();
        assertThatThrownBy(() -> DeliveryInput.state("RETRYING")).isInstanceOf(ProblemException.class);
    }

    private static DeliveryInput.Window window(@Nullable Instant since, @Nullable Instant until) {
        return DeliveryInput.window(new RecoveryRepresentation(since, until), NOW, KEPT);
    }

    private static void refused(@Nullable Instant since, @Nullable Instant until) {
        assertThatThrownBy(() -> window(since, until)).isInstanceOf(ProblemException.class);
    }
}
