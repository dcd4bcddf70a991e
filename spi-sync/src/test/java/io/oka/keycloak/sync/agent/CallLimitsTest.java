package io.oka.keycloak.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallLimitsTest {

    private static final long NOW = 1_790_000_000_000L;

    @Test
    void eachAgentAndEachCallCountsForItself() {
        CallLimits limits = new CallLimits(100);

        assertThat(limits.take("a", "POST jobs/", 1, NOW)).isZero();
        assertThat(limits.take("a", "POST jobs/", 1, NOW)).isEqualTo(60);
        assertThat(limits.take("a", "GET jobs/*", 1, NOW)).isZero();
        assertThat(limits.take("b", "POST jobs/", 1, NOW)).isZero();
    }

    @Test
    void whatWasUsedLongestAgoIsForgottenBeyondItsSize() {
        CallLimits limits = new CallLimits(2);
        limits.take("a", "call", 1, NOW);
        limits.take("b", "call", 1, NOW);
        limits.take("a", "call", 1, NOW);

        limits.take("c", "call", 1, NOW);

        assertThat(limits.take("a", "call", 1, NOW)).as("used since").isPositive();
        assertThat(limits.take("b", "call", 1, NOW)).as("forgotten").isZero();
    }
}
