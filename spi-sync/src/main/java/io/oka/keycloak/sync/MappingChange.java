package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was once done to a mapping. It never changes, and outlives the mapping.
 *
 * @param internalCode what the code meant from then on; null if it meant nothing any more
 * @param previousInternalCode what it had meant; null if nothing
 * @param actorType who did it: {@code operator}, {@code agent} or {@code system}
 * @param importId the import that it was part of
 */
public record MappingChange(
        String id,
        String mappingId,
        String system,
        MappingType type,
        String externalCode,
        @Nullable String internalCode,
        @Nullable String previousInternalCode,
        Action action,
        String actorType,
        @Nullable String actorId,
        @Nullable String importId,
        @Nullable String correlationId,
        Instant at) {

    /** What was done. */
    public enum Action {
        CREATED,
        CHANGED,
        DELETED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * @throws IllegalArgumentException if there is none of this name
         */
        public static Action ofWireName(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
