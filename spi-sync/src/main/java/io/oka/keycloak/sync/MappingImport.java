package io.oka.keycloak.sync;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an import.
 *
 * @param system whose codes they are; null if each line said it
 * @param dryRun whether it was only tried; what is counted is then what would be done
 * @param rows how many lines there were, without the first
 * @param refused how many lines cannot be imported; if any, nothing was
 * @param errors the first of those, in their order
 * @param by the operator
 */
public record MappingImport(
        String id,
        @Nullable String system,
        boolean dryRun,
        int rows,
        int created,
        int changed,
        int unchanged,
        int refused,
        List<Refusal> errors,
        Instant at,
        String by) {

    /** More are counted, but not listed. */
    public static final int MOST_ERRORS = 100;

    public MappingImport {
        errors = List.copyOf(errors);
    }

    /** Whether anything was done. */
    public boolean applied() {
        return !dryRun && refused == 0;
    }

    /**
     * Why a line cannot be imported.
     *
     * @param line in the file, from 1
     * @param column its name; null for what is about the whole line
     */
    public record Refusal(long line, @Nullable String column, String message) {}
}
