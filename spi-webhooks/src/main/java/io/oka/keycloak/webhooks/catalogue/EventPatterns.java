package io.oka.keycloak.webhooks.catalogue;

import java.util.List;
import java.util.regex.Pattern;

/** What an endpoint wants to be told of: types, {@code prefix.*}, or {@code *} for everything. */
public final class EventPatterns {

    private static final String ALL = "*";
    private static final String BELOW = ".*";

    /** Keycloak's own events, of which only a realm's own endpoints hear: Keycloak, and its extensions, name them. */
    private static final String KEYCLOAK = "keycloak.";

    private static final Pattern OF_KEYCLOAK =
            Pattern.compile("keycloak\\.(\\*|(user|admin)\\.(\\*|[a-z0-9_-]+(\\.[a-z0-9_-]+)*(\\.\\*)?))");

    private static final int LONGEST = 128;

    private EventPatterns() {}

    /**
     * Whether somebody may ask for it: anything else would be a typing error that nobody notices.
     *
     * @param ofRealm whether it is an endpoint of the realm's own
     */
    public static boolean isKnown(String pattern, boolean ofRealm) {
        if (pattern.length() > LONGEST) {
            return false;
        }
        if (pattern.equals(ALL) || EventCatalogue.has(pattern)) {
            return true;
        }
        if (pattern.startsWith(KEYCLOAK)) {
            return ofRealm && OF_KEYCLOAK.matcher(pattern).matches();
        }
        return pattern.endsWith(BELOW)
                && EventCatalogue.types().stream().anyMatch(type -> isBelow(type.type(), pattern));
    }

    /**
     * Whether an endpoint is told of events of this type.
     *
     * @param ofRealm whether it is an endpoint of the realm's own
     */
    public static boolean want(List<String> patterns, String type, boolean ofRealm) {
        boolean forIt = EventCatalogue.has(type) || (ofRealm && type.startsWith(KEYCLOAK));
        return forIt
                && patterns.stream()
                        .anyMatch(pattern -> pattern.equals(ALL)
                                || pattern.equals(type)
                                || (pattern.endsWith(BELOW) && isBelow(type, pattern)));
    }

    private static boolean isBelow(String type, String pattern) {
        return type.startsWith(pattern.substring(0, pattern.length() - 1));
    }
}
