package io.oka.testing;

import io.oka.server.Distribution;
import io.oka.server.KeycloakServer;
import io.oka.server.NodeOptions;
import io.oka.server.Ports;
import java.util.function.UnaryOperator;

/** A node that one test starts with options of its own, beside the shared server, and stops. */
public final class OwnNode implements AutoCloseable {

    private final Oka oka;

    private OwnNode(Oka oka) {
        this.oka = oka;
    }

    /**
     * Launches a node on the shared server's database, which knows nothing of that server's caches, and does not wait for
     * it. It has nothing but what it is told.
     */
    public static KeycloakServer launch(Oka shared, UnaryOperator<NodeOptions> more) {
        Workplace workplace = Workplace.fromSystemProperties();
        return launch(shared, workplace, workplace.distribution(), more);
    }

    private static KeycloakServer launch(
            Oka shared, Workplace workplace, Distribution distribution, UnaryOperator<NodeOptions> more) {
        NodeOptions options = new NodeOptions(distribution, shared.database())
                .ports(Ports.free(), Ports.free())
                .logFile(workplace.log("own-node.log"));
        return KeycloakServer.launch(more.apply(options));
    }

    /** The same, and waits until it is ready. */
    public static OwnNode start(Oka shared, UnaryOperator<NodeOptions> more) {
        return awaited(shared, launch(shared, more));
    }

    /** The same with features of the server that are off by default. They are built in, which takes a while. */
    public static OwnNode startWith(String features, Oka shared, UnaryOperator<NodeOptions> more) {
        Workplace workplace = Workplace.fromSystemProperties();
        return awaited(shared, launch(shared, workplace, workplace.distributionWith(features), more));
    }

    private static OwnNode awaited(Oka shared, KeycloakServer server) {
        try {
            server.awaitReady(SharedServer.START_LIMIT);
            return new OwnNode(new Oka(server, shared.database(), shared.proxy()));
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
    }

    public Oka oka() {
        return oka;
    }

    @Override
    public void close() {
        oka.server().stop();
    }
}
