package io.oka.keycloak.common.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name, and those that a literal spells. */
@FunctionalInterface
public interface Resolver {

    /** The system's own. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * @return at least one
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
