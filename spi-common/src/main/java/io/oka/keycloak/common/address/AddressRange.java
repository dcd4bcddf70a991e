package io.oka.keycloak.common.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, RFC 4291). An address alone is a range of one. An IPv4
 * address that came mapped into IPv6 counts as IPv4.
 */
public final class AddressRange {

    private static final Pattern RANGE = Pattern.compile("([0-9A-Fa-f:][0-9A-Fa-f:.]{1,44})(?:/(\\d{1,3}))?");
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");
    private static final int IPV4_BYTES = 4;

    private final String text;
    private final byte[] network;
    private final int prefixBits;

    private AddressRange(String text, byte[] network, int prefixBits) {
        this.text = text;
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** The range; null for host names, addresses that are none, and networks with bits set beyond their prefix. */
    public static @Nullable AddressRange parse(@Nullable String text) {
        Matcher parts = RANGE.matcher(text == null ? "" : text);
        byte[] address = parts.matches() ? address(parts.group(1)) : null;
        if (text == null || address == null || isMapped(parts.group(1), address)) {
            return null;
        }
        int bits = address.length * Byte.SIZE;
        int prefix = parts.group(2) == null ? bits : Integer.parseInt(parts.group(2));
        return prefix <= bits && restIsZero(address, prefix) ? new AddressRange(text, address, prefix) : null;
    }

    /**
     * Whether the address lies in the range. Text that is no address lies in none; names are never looked up.
     *
     * @param address as a connection gives it
     */
    public boolean contains(@Nullable String address) {
        byte[] bytes = address == null ? null : address(withoutZone(address));
        return bytes != null && bytes.length == network.length && Arrays.equals(masked(bytes, prefixBits), network);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange that
                && prefixBits == that.prefixBits
                && Arrays.equals(network, that.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefixBits;
    }

    private static byte @Nullable [] address(String text) {
        if (text.indexOf(':') < 0) {
            return ipv4(text);
        }
        if (!IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            // A digit or a colon at its beginning and a colon in it make it a literal: no name is looked up.
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte @Nullable [] ipv4(String text) {
        Matcher parts = IPV4.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        byte[] bytes = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            String part = parts.group(i + 1);
            int value = Integer.parseInt(part);
            // Some read a leading zero as octal.
            if (value > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static boolean isMapped(String text, byte[] address) {
        return text.indexOf(':') >= 0 && address.length == IPV4_BYTES;
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static boolean restIsZero(byte[] address, int prefix) {
        return Arrays.equals(masked(address, prefix), address);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] kept = address.clone();
        for (int i = 0; i < kept.length; i++) {
            int bits = Math.max(0, Math.min(Byte.SIZE, prefix - i * Byte.SIZE));
            kept[i] &= (byte) (0xFF << (Byte.SIZE - bits));
        }
        return kept;
    }
}
