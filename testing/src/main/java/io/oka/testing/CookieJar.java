package io.oka.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The cookies of one browser for one host. Like a real browser, and unlike the JDK's, it sends secure cookies to
 * localhost over plain HTTP too.
 */
final class CookieJar {

    private final Map<String, Cookie> cookies = new TreeMap<>();

    private record Cookie(String name, String value, String path) {}

    /** Takes in the answer's {@code Set-Cookie} fields; one that has expired deletes. */
    void take(List<String> fields) {
        for (String field : fields) {
            String[] parts = field.split(";", -1);
            int equals = parts[0].indexOf('=');
            String name = parts[0].substring(0, equals).trim();
            String path = "/";
            boolean expired = false;
            for (String part : parts) {
                String attribute = part.trim();
                String lower = attribute.toLowerCase(Locale.ROOT);
                if (lower.startsWith("path=")) {
                    path = attribute.substring(5);
                }
                expired |= lower.equals("max-age=0")
                        || lower.startsWith("expires=thu, 01 jan 1970")
                        || lower.startsWith("expires=thu, 01-jan-1970");
            }
            if (expired) {
                cookies.remove(name + " " + path);
            } else {
                cookies.put(name + " " + path, new Cookie(name, parts[0].substring(equals + 1), path));
            }
        }
    }

    /** The value of the {@code Cookie} field for a path; empty if there is none to send. */
    String sentTo(String path) {
        return cookies.values().stream()
                .filter(cookie -> path.startsWith(cookie.path()))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }
}
