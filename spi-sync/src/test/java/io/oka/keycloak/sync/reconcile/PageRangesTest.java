package io.oka.keycloak.sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.oka.keycloak.sync.Reconciliation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PageRangesTest {

    @Test
    void contiguousPagesInAnyOrderCoverAll() {
        PageRanges ranges = ranges(page(2, "m", null), page(0, "", "f"), page(1, "f", "m"));

        assertThat(ranges.gaps()).isEmpty();
    }

    @Test
    void whatNoPageCoversIsNamed() {
        assertThat(ranges().gaps()).containsExactly(new Reconciliation.Gap("", null));
        assertThat(ranges(page(0, "", "f"), page(2, "m", null)).gaps())
                .containsExactly(new Reconciliation.Gap("f", "m"));
        assertThat(ranges(page(1, "f", "m")).gaps())
                .containsExactly(new Reconciliation.Gap("", "f"), new Reconciliation.Gap("m", null));
    }

    @Test
    void pageThatMeetsItsNeighboursOrHasNoneFits() {
        PageRanges ranges = ranges(page(0, "", "f"), page(4, "t", null));

        assertThatNoException().isThrownBy(() -> ranges.requireFit(page(1, "f", "m")));
        assertThatNoException().isThrownBy(() -> ranges.requireFit(page(2, "m", "p")));
        assertThatNoException().isThrownBy(() -> ranges.requireFit(page(0, "", "f")));
    }

    @Test
    void gapBetweenNeighboursIsRefused() {
        PageRanges ranges = ranges(page(0, "", "f"), page(4, "t", null));

        assertRefused(ranges, page(1, "g", "m"), "ranges_gap");
        assertRefused(ranges, page(3, "m", "s"), "ranges_gap");
    }

    @Test
    void overlapIsRefused() {
        PageRanges ranges = ranges(page(0, "", "f"), page(4, "t", null));

        assertRefused(ranges, page(1, "e", "m"), "ranges_overlap");
        assertRefused(ranges, page(2, "m", "z"), "ranges_overlap");
        assertRefused(ranges, page(2, "m", null), "ranges_overlap");
        assertRefused(ranges, page(5, "z", null), "ranges_overlap");
    }

    @Test
    void pageOfTheSameNumberWithAnotherRangeBeginsAnew() {
        PageRanges ranges = ranges(page(0, "", "f"), page(1, "f", null));

        assertThat(ranges.isBegunAnew(page(1, "f", null))).isFalse();
        assertThat(ranges.isBegunAnew(page(1, "f", "m"))).isTrue();
        assertThat(ranges.isBegunAnew(page(2, "m", null))).isFalse();
        assertThat(ranges.before(1).gaps()).containsExactly(new Reconciliation.Gap("f", null));
    }

    private static void assertRefused(PageRanges ranges, PageRanges.Range page, String errorClass) {
        assertThatExceptionOfType(SnapshotRefusal.class)
                .isThrownBy(() -> ranges.requireFit(page))
                .satisfies(refusal -> assertThat(refusal.errorClass()).isEqualTo(errorClass));
    }

    private static PageRanges ranges(PageRanges.Range... pages) {
        return new PageRanges(List.of(pages));
    }

    private static PageRanges.Range page(int page, String after, @Nullable String upTo) {
        return new PageRanges.Range(page, after, upTo);
    }
}
