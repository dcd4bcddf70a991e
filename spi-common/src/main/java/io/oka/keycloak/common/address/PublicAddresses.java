package io.oka.keycloak.common.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which addresses lie on the public internet. What the IANA special-purpose registries (RFC 6890 and its updates) keep for
 * other ends does not: this host, private networks, link-local and with it the clouds' metadata services, carrier-grade
 * NAT, multicast, documentation, and the IPv6 ranges that carry an IPv4 address inside them.
 */
public final class PublicAddresses {

    private static final List<AddressRange> SPECIAL_IPV4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Of IPv6 only this has been given out; what is special outside of it needs no line of its own. */
    private static final List<AddressRange> GLOBAL_IPV6 = ranges("2000::/3");

    /** Protocol assignments with Teredo and ORCHID, documentation, 6to4, and the AS112 service. */
    private static final List<AddressRange> SPECIAL_IPV6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private PublicAddresses() {}

    public static boolean contains(InetAddress address) {
        if (address instanceof Inet4Address) {
            return !isIn(SPECIAL_IPV4, address);
        }
        return isIn(GLOBAL_IPV6, address) && !isIn(SPECIAL_IPV6, address);
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        String text = address.getHostAddress();
        return ranges.stream().anyMatch(range -> range.contains(text));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts)
                .map(text -> Objects.requireNonNull(AddressRange.parse(text), text))
                .toList();
    }
}
