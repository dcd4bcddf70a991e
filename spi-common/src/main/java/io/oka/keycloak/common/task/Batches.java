package io.oka.keycloak.common.task;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Much work in small steps, each in a short transaction of its own that may die anywhere and be begun again. What is left
 * after so many batches is left to the next run: all timers share one thread.
 *
 * @param size how much is in a full batch
 * @param most how many batches there are in one run
 */
public record Batches(int size, int most) {

    /**
     * Does batches until one is not full.
     *
     * @return how much was done in all
     */
    public <E extends Exception> int run(Batch<E> batch) throws E {
        int total = 0;
        int done = size;
        for (int i = 0; i < most && done == size; i++) {
            done = batch.run();
            total += done;
        }
        return total;
    }

    /**
     * Does work for each id, page by page, until a page is not full.
     *
     * @param after the id to go on after; empty to begin with the first
     * @param page gives the ids that come after one, at most a batch of them
     * @return the id that the next run goes on after; empty if this one came to the end
     */
    public String each(String after, Function<String, List<String>> page, Consumer<String> work) {
        String last = after;
        for (int i = 0; i < most; i++) {
            List<String> ids = page.apply(last);
            ids.forEach(work);
            if (ids.size() < size) {
                return "";
            }
            last = ids.get(ids.size() - 1);
        }
        return last;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Batch<E extends Exception> {

        /** How much was in it. */
        int run() throws E;
    }
}
