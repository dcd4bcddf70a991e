package io.oka.keycloak.common.caller;

import java.util.Collection;

/** Scopes and other names, each whole, or the beginning of any number of them followed by {@code *}. */
public final class ScopePatterns {

    private ScopePatterns() {}

    /** Whether one of them is this name, or begins it. */
    public static boolean cover(Collection<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> covers(pattern, name));
    }

    private static boolean covers(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
