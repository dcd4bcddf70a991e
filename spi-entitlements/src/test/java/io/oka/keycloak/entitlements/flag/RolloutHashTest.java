package io.oka.keycloak.entitlements.flag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RolloutHashTest {

    @ParameterizedTest
    @CsvSource({
        "Feature.flexibleRollout.10, 174, 3067997709, 10, 156",
        "new-dashboard, tenant-1, 1860129614, 15, 578",
        "new-dashboard, user-42, 659463364, 65, 732"
    })
    void agreesWithTheVectors(String key, String sticky, long hash, int percentile, int thousandth) {
        assertThat(RolloutHash.hash(key, sticky, 0)).isEqualTo(hash);
        assertThat(RolloutHash.percentile(key, sticky)).isEqualTo(percentile);
        assertThat(RolloutHash.share(key, sticky, 1000)).isEqualTo(thousandth);
    }

    @Test
    void hashesUtf8() {
        assertThat(RolloutHash.percentile("fødselsdag", "müller")).isEqualTo(85);
    }

    @Test
    void spreadsEvenly() {
        int[] counts = new int[101];

        IntStream.range(0, 100_000).forEach(i -> counts[RolloutHash.percentile("spread", "tenant-" + i)]++);

        assertThat(counts[0]).isZero();
        assertThat(IntStream.rangeClosed(1, 100).map(i -> counts[i])).allMatch(count -> count > 850 && count < 1_150);
    }
}
