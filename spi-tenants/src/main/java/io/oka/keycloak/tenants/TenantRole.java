package io.oka.keycloak.tenants;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a member may do in a tenant, least first: each role may do all that the ones before it may. */
public enum TenantRole {
    MEMBER,
    ADMIN,
    OWNER;

    public boolean isAtLeast(TenantRole other) {
        return compareTo(other) >= 0;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this name; null if there is none. Exact, as names on the wire are. */
    public static @Nullable TenantRole find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static TenantRole ofWireName(String wireName) {
        TenantRole role = find(wireName);
        if (role == null) {
            throw new IllegalArgumentException("A role is one of "
                    + Arrays.stream(values()).map(TenantRole::wireName).collect(Collectors.joining(", ")));
        }
        return role;
    }
}
