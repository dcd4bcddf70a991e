package io.oka.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TwoNodesTest {

    @Test
    void lastViewCounts() {
        String log = """
                INFO ISPN000094: Received new cluster view for channel ISPN: [one-1|0] (1) [one-1]
                INFO ISPN000094: Received new cluster view for channel ISPN: [one-1|1] (2) [one-1, two-2]
                """;

        assertThat(TwoNodes.lastView(log)).isEqualTo(new TwoNodes.View("one-1|1", 2));
        assertThat(TwoNodes.lastView("").members()).isZero();
    }

    @Test
    void mergedViewCounts() {
        String log = "INFO ISPN000093: Received new, MERGED cluster view for channel ISPN:"
                + " MergeView::[one-1(v=16.0.14)|4] (2) [one-1(v=16.0.14), two-2(v=16.0.14)],"
                + " 2 subgroups: [one-1(v=16.0.14)|2] (1) [one-1], [two-2(v=16.0.14)|3] (1) [two-2]\n";

        assertThat(TwoNodes.lastView(log)).isEqualTo(new TwoNodes.View("one-1(v=16.0.14)|4", 2));
    }
}
