package io.oka.keycloak.common.outgoing;

import io.oka.keycloak.common.address.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where people may send us: the public internet over TLS, and what the operator's list names, over plain HTTP as well.
 *
 * @param allowed beside the public internet
 * @param plainAnywhere whether plain HTTP may go anywhere
 */
public record OutgoingTargets(AllowedTargets allowed, List<String> entries, boolean plainAnywhere) {

    private static final String LOCALHOST = "localhost";
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * @throws IllegalArgumentException if an entry is neither an address nor a range nor a name
     */
    public static OutgoingTargets of(List<String> entries, boolean plainAnywhere) {
        return new OutgoingTargets(AllowedTargets.of(entries), entries, plainAnywhere);
    }

    /** Whether it may go there unencrypted. */
    public boolean plainAllowed(OutgoingUrl url) {
        return plainAnywhere || isNamed(url.host());
    }

    /**
     * What is wrong with an address that people write down, to follow upon its name; null for nothing. Names are not
     * looked up here: where they lead is checked when it is connected to, each time.
     */
    public @Nullable String objection(OutgoingUrl url) {
        if (url.isPlain() && !plainAllowed(url)) {
            return "must begin with https://";
        }
        if (!isLiteral(url.host())) {
            return null;
        }
        InetAddress literal = literal(url.host());
        return literal != null && allowed.permit(url.host(), literal) ? null : "must be on the public internet";
    }

    /** Whether the list names the host, or an address that the host itself is. */
    private boolean isNamed(String host) {
        InetAddress literal = literal(host);
        return entries.stream().anyMatch(entry -> {
            AddressRange range = AddressRange.parse(entry);
            return range == null
                    ? entry.toLowerCase(Locale.ROOT).equals(host)
                    : literal != null && range.contains(literal.getHostAddress());
        });
    }

    /** Whether it needs no look-up to know where it leads. A colon is in addresses only. */
    private static boolean isLiteral(String host) {
        return host.equals(LOCALHOST) || host.indexOf(':') >= 0 || AddressRange.parse(host) != null;
    }

    /** Null for a name, and for an address that cannot be connected to, as of an interface that is not there. */
    private static @Nullable InetAddress literal(String host) {
        if (!isLiteral(host)) {
            return null;
        }
        try {
            return InetAddress.getByName(host.equals(LOCALHOST) ? LOOPBACK : host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
