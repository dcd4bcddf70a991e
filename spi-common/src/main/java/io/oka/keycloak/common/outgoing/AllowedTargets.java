package io.oka.keycloak.common.outgoing;

import io.oka.keycloak.common.address.AddressRange;
import io.oka.keycloak.common.address.PublicAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an operator lets requests reach beside the public internet: addresses, ranges of them in CIDR notation, and names
 * of hosts, which may then have any address.
 */
public final class AllowedTargets {

    /** Nothing but the public internet. */
    public static final AllowedTargets NONE = new AllowedTargets(List.of(), Set.of());

    /** What a list of them must look like, to be said after its name. */
    public static final String RULE = "must hold addresses, ranges such as 10.1.0.0/16, or names of hosts";

    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** A name of digits would be an address in disguise. */
    private static final Pattern LETTER = Pattern.compile("[a-z]");

    private final List<AddressRange> ranges;
    private final Set<String> hosts;

    private AllowedTargets(List<AddressRange> ranges, Set<String> hosts) {
        this.ranges = List.copyOf(ranges);
        this.hosts = Set.copyOf(hosts);
    }

    /**
     * @throws IllegalArgumentException if an entry is neither an address nor a range nor a name
     */
    public static AllowedTargets of(List<String> entries) {
        List<AddressRange> ranges = new ArrayList<>();
        Set<String> hosts = new HashSet<>();
        for (String entry : entries) {
            AddressRange range = AddressRange.parse(entry);
            String host = entry.toLowerCase(Locale.ROOT);
            if (range != null) {
                ranges.add(range);
            } else if (HOST.matcher(host).matches() && LETTER.matcher(host).find()) {
                hosts.add(host);
            } else {
                throw new IllegalArgumentException(RULE);
            }
        }
        return new AllowedTargets(ranges, hosts);
    }

    /**
     * Whether this address may be connected to.
     *
     * @param host as the URL has it, in lower case
     */
    public boolean permit(String host, InetAddress address) {
        if (PublicAddresses.contains(address) || hosts.contains(host)) {
            return true;
        }
        String text = address.getHostAddress();
        return ranges.stream().anyMatch(range -> range.contains(text));
    }
}
