package io.oka.keycloak.common.guess;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Under which name an address is counted. */
public final class Addresses {

    /** The network that one household or server is given at the least: its addresses within are as many as it likes. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private Addresses() {}

    /** An IPv4 address is itself, an IPv6 address the network that it is of. */
    public static String counted(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A colon makes it a literal: no name is looked up.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, IPV6_NETWORK_BYTES) + "::/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            // Whatever it is, it is counted by its own name.
            return address;
        }
    }
}
