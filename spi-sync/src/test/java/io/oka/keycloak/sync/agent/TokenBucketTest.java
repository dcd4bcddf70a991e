package io.oka.keycloak.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {

    private static final long NOW = 1_790_000_000_000L;

    private final TokenBucket bucket = new TokenBucket(60, NOW);

    @Test
    void soManyGoThroughAndNotOneMore() {
        long through =
                IntStream.range(0, 100).filter(i -> bucket.take(60, NOW) == 0).count();

        assertThat(through).isEqualTo(60);
    }

    @Test
    void whoeverWaitsAsLongAsToldGoesThrough() {
        IntStream.range(0, 60).forEach(i -> bucket.take(60, NOW));

        int seconds = bucket.take(60, NOW);

        assertThat(seconds).isEqualTo(1);
        assertThat(bucket.take(60, NOW + 999)).isEqualTo(1);
        assertThat(bucket.take(60, NOW + 1_000)).isZero();
        assertThat(bucket.take(60, NOW + 1_000)).isEqualTo(1);
    }

    @Test
    void neverHoldsMoreThanAMinutesWorth() {
        long later = NOW + 3_600_000;

        long through =
                IntStream.range(0, 200).filter(i -> bucket.take(60, later) == 0).count();

        assertThat(through).isEqualTo(60);
    }

    @Test
    void lowerLimitHoldsAtOnce() {
        long through =
                IntStream.range(0, 100).filter(i -> bucket.take(5, NOW) == 0).count();

        assertThat(through).isEqualTo(5);
        assertThat(bucket.take(5, NOW)).isEqualTo(12);
    }

    @Test
    void clockThatIsSetBackGivesNothingAndHoldsNobodyUpForLong() {
        IntStream.range(0, 60).forEach(i -> bucket.take(60, NOW));

        assertThat(bucket.take(60, NOW - 3_600_000)).isEqualTo(1);
        assertThat(bucket.take(60, NOW - 3_600_000 + 1_000)).isZero();
    }
}
