package io.oka.keycloak.sync.reconcile;

import io.oka.keycloak.sync.Reconciliation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which codes of an entity the pages of a snapshot have covered, in whatever order they came.
 *
 * @param pages by their numbers
 */
public record PageRanges(List<Range> pages) {

    /** Codes from behind one up to another; null is the end. */
    public record Range(int page, String after, @Nullable String upTo) {}

    public PageRanges {
        pages = pages.stream().sorted(Comparator.comparingInt(Range::page)).toList();
    }

    /**
     * Whether a page came before with another range. Then the agent has begun anew: that page and all behind it are of a
     * snapshot that it has given up.
     */
    public boolean isBegunAnew(Range wanted) {
        return pages.stream().anyMatch(known -> known.page() == wanted.page() && !known.equals(wanted));
    }

    /** What came before a page by its number. */
    public PageRanges before(int page) {
        return new PageRanges(
                pages.stream().filter(known -> known.page() < page).toList());
    }

    /**
     * A page may come again, with the same range.
     *
     * @throws SnapshotRefusal {@code ranges_gap} or {@code ranges_overlap} for one that does not meet those that came
     *     before it
     */
    public void requireFit(Range wanted) {
        for (Range known : pages) {
            if (known.page() < wanted.page()) {
                requireOrder(known, wanted);
            } else if (known.page() > wanted.page()) {
                requireOrder(wanted, known);
            }
        }
    }

    private static void requireOrder(Range first, Range second) {
        boolean neighbours = first.page() + 1 == second.page();
        int order = first.upTo() == null ? 1 : Codes.ORDER.compare(first.upTo(), second.after());
        if (order > 0) {
            throw new SnapshotRefusal("ranges_overlap", between(first, second) + " overlap");
        }
        if (neighbours && order < 0) {
            throw new SnapshotRefusal("ranges_gap", between(first, second) + " leave codes between them out");
        }
    }

    private static String between(Range first, Range second) {
        return "Page " + first.page() + ", " + text(first) + ", and page " + second.page() + ", " + text(second) + ",";
    }

    private static String text(Range range) {
        return (range.after().isEmpty() ? "from the beginning" : "behind '" + range.after() + "'")
                + (range.upTo() == null ? " to the end" : " up to '" + range.upTo() + "'");
    }

    /** What is not covered; empty once all is. */
    public List<Reconciliation.Gap> gaps() {
        List<Reconciliation.Gap> gaps = new ArrayList<>();
        String reached = "";
        boolean ended = false;
        for (Range page : pages) {
            if (!page.after().equals(reached)) {
                gaps.add(new Reconciliation.Gap(reached, page.after()));
            }
            ended = page.upTo() == null;
            reached = ended ? reached : String.valueOf(page.upTo());
        }
        if (!ended) {
            gaps.add(new Reconciliation.Gap(reached, null));
        }
        return gaps;
    }
}
