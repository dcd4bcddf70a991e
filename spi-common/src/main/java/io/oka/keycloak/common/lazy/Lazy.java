package io.oka.keycloak.common.lazy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a factory keeps and makes at first use, once, rather than at start-up: what it needs, such as the cluster or the
 * tables, is not there yet then.
 *
 * @param <T> what is made
 */
public final class Lazy<T> {

    private volatile @Nullable T made;

    /** What was made; if nothing was, this makes it, while others wait. A maker that throws has made nothing. */
    public T get(Supplier<T> maker) {
        T known = made;
        if (known == null) {
            synchronized (this) {
                known = made;
                if (known == null) {
                    known = maker.get();
                    made = known;
                }
            }
        }
        return known;
    }

    /** What was made; null if nothing was. */
    public @Nullable T peek() {
        return made;
    }
}
