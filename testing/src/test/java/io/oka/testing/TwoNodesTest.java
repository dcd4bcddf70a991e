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

        assertThat(TwoNodes.lastView(log)).isEqualTo(2);
        assertThat(TwoNodes.lastView("")).isZero();
    }
}
