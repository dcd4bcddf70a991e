package io.oka.keycloak.common.http;

import jakarta.persistence.OptimisticLockException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ModelException;

/** Reads out of an exception what PostgreSQL or its connection pool meant by it. */
public final class DatabaseFailures {

    /** Classes 08 (connection), 53 (resources, disk full among them), 57P0x (shutting down, starting up). */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53100", "53200", "53300");

    /** Unique and exclusion violations, serialization failures, deadlocks, lock timeouts. */
    private static final Set<String> CONFLICT = Set.of("23505", "23P01", "40001", "40P01", "55P03");

    private DatabaseFailures() {}

    /** The database cannot be reached or takes no work now: the same request may succeed shortly. */
    public static boolean isAway(Throwable thrown) {
        return any(thrown, t -> t instanceof SQLException sql ? isAway(sql) : isBareConnectionLoss(t));
    }

    /** Another transaction was quicker. */
    public static boolean isConflict(Throwable thrown) {
        return any(
                thrown,
                t -> t instanceof OptimisticLockException
                        || (t instanceof SQLException sql && CONFLICT.contains(String.valueOf(sql.getSQLState()))));
    }

    private static boolean isAway(SQLException sql) {
        String state = sql.getSQLState();
        // The pool's own refusal carries no state.
        return state == null
                ? String.valueOf(sql.getMessage()).contains("Acquisition timeout")
                : state.startsWith("08") || AWAY.contains(state);
    }

    /** Keycloak's entity manager throws away everything between its own exception and the root of the matter. */
    private static boolean isBareConnectionLoss(Throwable thrown) {
        return thrown instanceof ModelException && thrown.getCause() instanceof IOException;
    }

    /** Looks through causes and what they suppressed: there a transaction manager puts why a commit failed. */
    private static boolean any(Throwable thrown, Predicate<Throwable> test) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(thrown));
        while (!open.isEmpty()) {
            Throwable next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (test.test(next)) {
                return true;
            }
            if (next.getCause() != null) {
                open.push(next.getCause());
            }
            List.of(next.getSuppressed()).forEach(open::push);
        }
        return false;
    }

    /** Another transaction was quicker with what this unique constraint admits once. */
    public static boolean isViolationOf(String constraint, Throwable thrown) {
        String name = constraint.toUpperCase(Locale.ROOT);
        return any(
                thrown,
                t -> t instanceof SQLException sql
                        && "23505".equals(sql.getSQLState())
                        && String.valueOf(sql.getMessage())
                                .toUpperCase(Locale.ROOT)
                                .contains(name));
    }

    static @Nullable String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
