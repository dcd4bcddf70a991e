package io.oka.keycloak.tenants.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InvitationOutboxTest {

    @Test
    void eachAttemptWaitsLongerThanTheOneBeforeAndNoneForever() {
        Duration before = Duration.ZERO;
        for (int attempt = 1; attempt <= 7; attempt++) {
            assertThat(InvitationOutbox.backoff(attempt)).isGreaterThan(before);
            before = InvitationOutbox.backoff(attempt);
        }

        assertThat(InvitationOutbox.backoff(1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(InvitationOutbox.backoff(1_000)).isEqualTo(before).isEqualTo(Duration.ofHours(3));
    }
}
