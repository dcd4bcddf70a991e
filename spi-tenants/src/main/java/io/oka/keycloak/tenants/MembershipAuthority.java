package io.oka.keycloak.tenants;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which side of a link between a tenant and a native Organization is right where the two differ. */
public enum MembershipAuthority {
    /** Who belongs to the tenant belongs to the Organization. */
    TENANT,
    /** Who belongs to the Organization belongs to the tenant. */
    ORGANIZATION;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The side of this name; null if there is none. Exact, as names on the wire are. */
    public static @Nullable MembershipAuthority find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(side -> side.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
