package io.oka.keycloak.apikeys;

import io.oka.keycloak.common.caller.ScopePatterns;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operator's list of names that may be used: each whole, or the beginning of any number of them followed by {@code
 * *}. A name that itself ends in {@code *} is admitted only by a pattern that admits all that such a name could stand for.
 */
public final class NamePatterns {

    static final int MOST = 100;

    /** A scope-token of RFC 6749, section 3.3, and nothing longer than anybody writes. */
    private static final Pattern NAME = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,128}");

    private NamePatterns() {}

    /** Whether this can be the name of a scope or an audience at all. */
    public static boolean isName(@Nullable String text) {
        return text != null && NAME.matcher(text).matches();
    }

    /** Whether one of the patterns admits the name. */
    public static boolean admit(Collection<String> patterns, String name) {
        return ScopePatterns.cover(patterns, name);
    }

    /** What is wrong with an operator's list; null if nothing. */
    static @Nullable String objection(List<String> patterns) {
        if (patterns.size() > MOST) {
            return "must be at most " + MOST;
        }
        boolean sound = patterns.stream()
                .allMatch(pattern -> isName(pattern)
                        && !pattern.substring(0, pattern.length() - 1).contains("*"));
        return sound ? null : "must be names of at most 128 visible ASCII characters, with * at the end only";
    }
}
