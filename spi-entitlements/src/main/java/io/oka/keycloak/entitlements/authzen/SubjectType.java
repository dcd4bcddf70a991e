package io.oka.keycloak.entitlements.authzen;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a subject can be here. */
enum SubjectType {
    USER,
    API_KEY,
    TENANT;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this name; null for one that is not known here, which is no error: nobody of it may do anything. */
    static @Nullable SubjectType find(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
