package io.oka.keycloak.common.outgoing;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A POST to be made.
 *
 * @param headers without {@code Host} and those of the connection, which are made here
 * @param allowed what it may reach beside the public internet
 * @param plainAllowed whether it may go unencrypted
 * @param timeout for all of it, from the look-up of the name to the answer's last byte
 */
public record OutgoingRequest(
        OutgoingUrl url,
        Map<String, String> headers,
        byte[] body,
        AllowedTargets allowed,
        boolean plainAllowed,
        Duration timeout) {

    /** RFC 9110 section 5.1. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** RFC 9110 section 5.5, without the bytes above ASCII that nobody agrees on. */
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]{0,4096}");

    public OutgoingRequest {
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (!isHeaderName(name) || !isHeaderValue(value)) {
                throw new IllegalArgumentException("A header that is none");
            }
        });
    }

    public static boolean isHeaderName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether it can stand in a header; a line break in it would begin another. */
    public static boolean isHeaderValue(String value) {
        return VALUE.matcher(value).matches();
    }
}
