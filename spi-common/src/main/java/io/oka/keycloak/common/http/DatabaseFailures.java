package io.oka.keycloak.common.http;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads out of an exception what PostgreSQL or its connection pool meant by it. */
public final class DatabaseFailures {

    /** Classes 08 (connection), 53 (resources, disk full among them), 57P0x (shutting down, starting up). */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53100", "53200", "53300");

    /** Unique and exclusion violations, serialization failures, deadlocks, lock timeouts. */
    private static final Set<String> CONFLICT = Set.of("23505", "23P01", "40001", "40P01", "55P03");

    private DatabaseFailures() {}

    /** The database cannot be reached or takes no work now: the same request may succeed shortly. */
    public static boolean isAway(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                String state = sql.getSQLState();
                if (state != null && (state.startsWith("08") || AWAY.contains(state))) {
                    return true;
                }
                // The pool's own refusal carries no state.
                if (state == null && String.valueOf(sql.getMessage()).contains("Acquisition timeout")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Another transaction was quicker. */
    public static boolean isConflict(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && CONFLICT.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** Another transaction was quicker with what this unique constraint admits once. */
    public static boolean isViolationOf(String constraint, Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql
                    && "23505".equals(sql.getSQLState())
                    && String.valueOf(sql.getMessage())
                            .toUpperCase(Locale.ROOT)
                            .contains(constraint.toUpperCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    static @Nullable String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
