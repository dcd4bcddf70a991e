package io.oka.keycloak.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.outgoing.OutgoingResult;
import io.oka.keycloak.common.outgoing.OutgoingResult.Answered;
import io.oka.keycloak.common.outgoing.OutgoingResult.Failed;
import io.oka.keycloak.common.outgoing.OutgoingResult.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeliveryOutcomeTest {

    private static final Instant NOW = Instant.parse("2026-11-06T08:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(3);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void twoHundredsAreDelivered(int status) {
        assertThat(outcome(answer(status, null), 1)).isEqualTo(new DeliveryOutcome.Delivered());
        assertThat(outcome(answer(status, null), 10)).isEqualTo(new DeliveryOutcome.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 302, 304, 307, 308, 400, 401, 404, 429, 499, 500, 503, 599})
    void everythingElseIsTriedAgain(int status) {
        assertThat(outcome(answer(status, null), 1)).isEqualTo(new DeliveryOutcome.Retry(NOW.plusSeconds(5), false));
        assertThat(outcome(answer(status, null), 10)).isEqualTo(new DeliveryOutcome.Dead(false));
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void whateverFailsIsTriedAgain(Failure failure) {
        Failed failed = new Failed(failure, "It failed", TOOK);

        assertThat(outcome(failed, 2)).isEqualTo(new DeliveryOutcome.Retry(NOW.plusSeconds(300), false));
        assertThat(DeliveryOutcome.error(failed)).isEqualTo(failure.wireName());
    }

    @Test
    void whatCouldNotBeSentIsTriedAgain() {
        assertThat(outcome(null, 1)).isEqualTo(new DeliveryOutcome.Retry(NOW.plusSeconds(5), false));
        assertThat(outcome(null, 10)).isEqualTo(new DeliveryOutcome.Dead(false));
        assertThat(DeliveryOutcome.error(null)).isEqualTo("not_sent");
    }

    @Test
    void goneIsSaidOfRetriesAndOfTheLastAttempt() {
        assertThat(outcome(answer(410, null), 1)).isEqualTo(new DeliveryOutcome.Retry(NOW.plusSeconds(5), true));
        assertThat(outcome(answer(410, null), 10)).isEqualTo(new DeliveryOutcome.Dead(true));
    }

    @Test
    void laterOfReceiversWishAndOursCounts() {
        assertThat(outcome(answer(503, "60"), 1)).isEqualTo(new DeliveryOutcome.Retry(NOW.plusSeconds(60), false));
        assertThat(outcome(answer(503, "60"), 2)).isEqualTo(new DeliveryOutcome.Retry(NOW.plusSeconds(300), false));
        assertThat(outcome(answer(503, "60"), 10)).isEqualTo(new DeliveryOutcome.Dead(false));
    }

    @Test
    void redirectIsNamed() {
        assertThat(DeliveryOutcome.error(answer(302, null))).isEqualTo("redirect");
        assertThat(DeliveryOutcome.error(answer(500, null))).isNull();
        assertThat(DeliveryOutcome.error(answer(200, null))).isNull();
    }

    private static Answered answer(int status, @Nullable String retryAfter) {
        return new Answered(status, retryAfter, "", TOOK);
    }

    private static DeliveryOutcome outcome(@Nullable OutgoingResult result, int attempts) {
        return DeliveryOutcome.of(result, attempts, NOW, 0.5);
    }
}
