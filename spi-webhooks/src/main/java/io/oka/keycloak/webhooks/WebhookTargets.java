package io.oka.keycloak.webhooks;

import io.oka.keycloak.common.address.AddressRange;
import io.oka.keycloak.common.outgoing.AllowedTargets;
import io.oka.keycloak.common.outgoing.OutgoingUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Where an endpoint may be: the public internet over TLS, and what the operator's list names, over plain HTTP as well.
 *
 * @param allowed beside the public internet
 * @param plainAnywhere whether plain HTTP may go anywhere
 */
public record WebhookTargets(AllowedTargets allowed, List<String> entries, boolean plainAnywhere) {

    private static final String LOCALHOST = "localhost";
    private static final String LOOPBACK = "127.0.0.1";

    /** For the endpoints of the realm's tenants, or for the realm's own. */
    public static WebhookTargets in(RealmModel realm, boolean ofRealm) {
        List<String> entries = (ofRealm ? WebhookSettings.OPERATOR_TARGETS : WebhookSettings.TENANT_TARGETS).in(realm);
        return new WebhookTargets(AllowedTargets.of(entries), entries, WebhookSettings.PLAIN_WEBHOOKS.in(realm));
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
