package io.oka.keycloak.entitlements.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UsagePartitionsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T14:30:00Z");

    @Test
    void thisMonthAndTheNextTwoAreMade() {
        assertThat(UsagePartitions.missing(NOW, List.of(), QuotaWindow.MONTH))
                .extracting(UsagePartitions.Range::name)
                .containsExactly("OKA_USAGE_EVENT_20261101", "OKA_USAGE_EVENT_20261201", "OKA_USAGE_EVENT_20270101");
    }

    @Test
    void nothingIsMissingOnceTheyAreThere() {
        List<UsagePartitions.Range> there = UsagePartitions.missing(NOW, List.of(), QuotaWindow.MONTH);

        assertThat(UsagePartitions.missing(NOW, there, QuotaWindow.MONTH)).isEmpty();
        assertThat(UsagePartitions.missing(Instant.parse("2026-12-01T00:00:00Z"), there, QuotaWindow.MONTH))
                .extracting(UsagePartitions.Range::name)
                .containsExactly("OKA_USAGE_EVENT_20270201");
    }

    @Test
    void changeOfSizeLeavesNeitherGapNorOverlap() {
        List<UsagePartitions.Range> there = new ArrayList<>(UsagePartitions.missing(NOW, List.of(), QuotaWindow.DAY));

        there.addAll(UsagePartitions.missing(NOW, there, QuotaWindow.MONTH));
        there.addAll(UsagePartitions.missing(Instant.parse("2027-01-31T12:00:00Z"), there, QuotaWindow.DAY));

        for (int i = 1; i < there.size(); i++) {
            assertThat(there.get(i).from()).isEqualTo(there.get(i - 1).to());
        }
        assertThat(there).extracting(UsagePartitions.Range::name).doesNotHaveDuplicates();
    }

    @Test
    void longPauseIsSteppedOver() {
        List<UsagePartitions.Range> there = UsagePartitions.missing(NOW, List.of(), QuotaWindow.MONTH);

        assertThat(UsagePartitions.missing(Instant.parse("2027-08-15T00:00:00Z"), there, QuotaWindow.MONTH))
                .extracting(UsagePartitions.Range::name)
                .first()
                .isEqualTo("OKA_USAGE_EVENT_20270801");
    }

    @Test
    void partitionIsOldOnceAllOfItIs() {
        List<UsagePartitions.Range> there = UsagePartitions.missing(NOW, List.of(), QuotaWindow.MONTH);

        assertThat(UsagePartitions.old(Instant.parse("2027-01-29T23:59:59Z"), there, Period.ofDays(60)))
                .isEmpty();
        assertThat(UsagePartitions.old(Instant.parse("2027-01-30T00:00:00Z"), there, Period.ofDays(60)))
                .extracting(UsagePartitions.Range::name)
                .containsExactly("OKA_USAGE_EVENT_20261101");
    }
}
