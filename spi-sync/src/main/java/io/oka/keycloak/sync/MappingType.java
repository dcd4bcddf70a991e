package io.oka.keycloak.sync;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a code is of. */
public enum MappingType {
    /** A customer there, a tenant's id here. */
    TENANT,
    /** A product there, a plan's tier here. */
    PLAN,
    /** Something that is metered there, a service's name here. */
    SERVICE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    @JsonCreator
    public static MappingType ofWireName(String wireName) {
        MappingType found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such type of mapping");
        }
        return found;
    }

    public static @Nullable MappingType find(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
