package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import io.oka.keycloak.common.http.CursorPage;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Many mappings at once: all of them, or none. */
public interface MappingImports {

    /**
     * Takes what is to be imported line by line, however many there are, and then does all of it in the session's
     * transaction; with any line refused it does nothing, but writes down that it was asked to.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code mappings_changed} if somebody changed the same
     *     mappings at this very moment; {@code too_many_systems}
     */
    MappingImport run(RealmModel realm, Terms terms, Iterator<Line> lines);

    /** Newest first: at most one more than the page holds. */
    List<MappingImport> list(RealmModel realm, CursorPage page);

    @Nullable
    MappingImport get(RealmModel realm, String id);

    /**
     * How it is done.
     *
     * @param system whose codes they are; null if each line says it
     * @param by the operator
     */
    record Terms(@Nullable String system, Mode mode, boolean dryRun, String by) {}

    /** What becomes of codes that are mapped already. */
    enum Mode {
        /** A code that means something else already is refused. */
        CREATE,
        /** It means from then on what the file says. */
        UPSERT;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A line as it was read. */
    sealed interface Line {

        /** In the file, from 1. */
        long number();
    }

    /** It can be understood. */
    record Readable(long number, MappedCode code) implements Line {}

    /** It cannot. */
    record Unreadable(MappingImport.Refusal refusal) implements Line {

        @Override
        public long number() {
            return refusal.line();
        }
    }
}
