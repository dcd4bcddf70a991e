package io.oka.keycloak.common.outgoing;

import io.oka.keycloak.common.address.AddressRange;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a request goes.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case, an IPv6 address without its brackets
 * @param pathAndQuery with its leading slash, as it was written
 */
public record OutgoingUrl(String scheme, String host, int port, String pathAndQuery) {

    /** Longer ones fail on the way. */
    public static final int MAX_LENGTH = 2048;

    private static final Pattern PRINTABLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1," + MAX_LENGTH + "}");
    private static final Pattern NUMBER_AT_ITS_END = Pattern.compile("(^|\\.)(\\d+|0[xX][0-9A-Fa-f]*)\\.?$");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LAST_PORT = 65_535;

    /**
     * Takes nothing that two readers could understand in two ways (RFC 3986, RFC 9110 section 4.2.4).
     *
     * @throws IllegalArgumentException if it is no such URL; the message follows upon its name
     */
    public static OutgoingUrl parse(String text) {
        if (!PRINTABLE_ASCII.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a URL of at most " + MAX_LENGTH + " ASCII characters");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL", e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("must begin with https:// or http://");
        }
        String authority = uri.getRawAuthority();
        if (authority != null && authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("must not carry a user or a password");
        }
        if (uri.getHost() == null || isAmbiguous(uri.getHost())) {
            throw new IllegalArgumentException("must name a host, or a whole address");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have a fragment");
        }
        int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("must have a port from 1 to " + LAST_PORT);
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new OutgoingUrl(scheme, withoutBrackets(uri.getHost().toLowerCase(Locale.ROOT)), port, path + query);
    }

    /** Whether it goes unencrypted. */
    public boolean isPlain() {
        return scheme.equals("http");
    }

    /** What the header {@code Host} says of it. */
    String hostHeader() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (isPlain() ? HTTP_PORT : HTTPS_PORT) ? name : name + ":" + port;
    }

    /** Whether some read it as an address and some as another: octal, hexadecimal, or of less than four parts. */
    private static boolean isAmbiguous(String host) {
        return NUMBER_AT_ITS_END.matcher(host).find() && AddressRange.parse(host) == null;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
