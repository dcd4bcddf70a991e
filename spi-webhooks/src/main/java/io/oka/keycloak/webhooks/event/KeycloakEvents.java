package io.oka.keycloak.webhooks.event;

import io.oka.keycloak.common.change.Actor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;

/**
 * How Keycloak's events read in the change log. What people type finds its way into them: everything is cut to a length,
 * so that no event is too large to be written, and representations, which hold whatever an administrator sent, stay out.
 */
final class KeycloakEvents {

    private static final String USER = "keycloak.user.";
    private static final String ADMIN = "keycloak.admin.";

    /** How our own changes call themselves there: they are in the log already. */
    private static final String OURS = "OKA_";

    private static final int LONGEST_TEXT = 256;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_DETAILS = 32;

    /** The change log's columns. */
    private static final int LONGEST_ID = 255;

    private static final int LONGEST_ADDRESS = 64;

    private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9_]+");

    private KeycloakEvents() {}

    static String type(Event event) {
        return USER + name(event.getType().name());
    }

    static String type(AdminEvent event) {
        return ADMIN + name(event.getResourceTypeAsString()) + "."
                + name(event.getOperationType().name());
    }

    static boolean isOurs(AdminEvent event) {
        return text(event.getResourceTypeAsString()).startsWith(OURS);
    }

    static Map<String, Object> data(Event event) {
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "eventId", event.getId());
        put(data, "userId", event.getUserId());
        put(data, "clientId", event.getClientId());
        put(data, "sessionId", event.getSessionId());
        put(data, "ipAddress", event.getIpAddress());
        put(data, "error", event.getError());
        data.put("details", details(event.getDetails()));
        return data;
    }

    static Map<String, Object> data(AdminEvent event) {
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "eventId", event.getId());
        put(data, "resourceType", event.getResourceTypeAsString());
        put(data, "operation", event.getOperationType().name());
        put(data, "resourcePath", event.getResourcePath());
        put(data, "error", event.getError());
        AuthDetails by = event.getAuthDetails();
        if (by != null) {
            put(data, "byRealm", by.getRealmName());
            put(data, "byClientId", by.getClientId());
            put(data, "byUserId", by.getUserId());
            put(data, "ipAddress", by.getIpAddress());
        }
        data.put("details", details(event.getDetails()));
        return data;
    }

    static Actor actor(Event event) {
        Actor.Type type = event.getUserId() == null ? Actor.Type.SYSTEM : Actor.Type.USER;
        return actor(type, event.getUserId(), event.getClientId(), event.getIpAddress());
    }

    static Actor actor(AdminEvent event) {
        AuthDetails by = event.getAuthDetails();
        return by == null
                ? Actor.SYSTEM
                : actor(Actor.Type.OPERATOR, by.getUserId(), by.getClientId(), by.getIpAddress());
    }

    private static Actor actor(
            Actor.Type type, @Nullable String id, @Nullable String clientId, @Nullable String ipAddress) {
        return new Actor(
                type, column(id, LONGEST_ID), column(clientId, LONGEST_ID), column(ipAddress, LONGEST_ADDRESS));
    }

    private static Map<String, String> details(@Nullable Map<String, String> details) {
        Map<String, String> kept = new LinkedHashMap<>();
        if (details != null) {
            details.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .limit(MOST_DETAILS)
                    .forEach(detail -> kept.put(cut(detail.getKey()), cut(text(detail.getValue()))));
        }
        return kept;
    }

    private static void put(Map<String, Object> data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, cut(value));
        }
    }

    private static String cut(String text) {
        return first(text, LONGEST_TEXT) + (text.length() > LONGEST_TEXT ? "…" : "");
    }

    private static @Nullable String column(@Nullable String text, int longest) {
        return text == null ? null : first(text, longest);
    }

    /**
     * The beginning, without what a database cannot store (NUL, and halves of characters) and what JSON writes six times
     * as long (all that control).
     */
    private static String first(String text, int longest) {
        return text.codePoints()
                .limit(longest)
                .map(c -> isFit(c) ? c : '\uFFFD')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isFit(int c) {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !half && !Character.isISOControl(c);
    }

    /** Extensions name types as they please. */
    private static String name(@Nullable String name) {
        String lower = text(name).toLowerCase(Locale.ROOT);
        String plain = NO_NAME.matcher(lower).replaceAll("_");
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
