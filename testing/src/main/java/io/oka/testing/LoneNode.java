package io.oka.testing;

import io.oka.server.Distribution;
import io.oka.server.EmbeddedDatabase;
import io.oka.server.KeycloakServer;
import io.oka.server.NodeOptions;
import io.oka.server.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One node with a database of its own, to be killed and started again. It goes by what it has cached for {@link
 * #CACHE_EXPIRY} only, and delivers no webhooks and applies no jobs, whose statements would come at any time.
 */
public final class LoneNode implements AutoCloseable {

    public static final Duration CACHE_EXPIRY = Duration.ofSeconds(3);

    private final EmbeddedDatabase postgres;
    private final DatabaseProxy proxy;
    private final NodeOptions options;
    private final NodeOptions deliveringOptions;
    private final Thread hook = new Thread(this::stop, "stop the lone node");
    private boolean delivers;
    private Oka oka;

    private LoneNode(
            EmbeddedDatabase postgres, DatabaseProxy proxy, NodeOptions options, NodeOptions deliveringOptions) {
        this.postgres = postgres;
        this.proxy = proxy;
        this.options = options;
        this.deliveringOptions = deliveringOptions;
        Runtime.getRuntime().addShutdownHook(hook);
        this.oka = launch();
    }

    static LoneNode start() {
        Workplace workplace = Workplace.fromSystemProperties();
        Distribution distribution = workplace.distribution();
        EmbeddedDatabase postgres = workplace.emptyDatabase("lone-database");
        DatabaseProxy proxy = DatabaseProxy.before(postgres.database());
        Supplier<NodeOptions> options =
                options(distribution, proxy, Ports.free(), Ports.free(), workplace.log("lone-node.log"));
        LoneNode node = new LoneNode(
                postgres,
                proxy,
                options.get()
                        .argument("--spi-oka-webhooks--jpa--deliver=false")
                        .argument("--spi-oka-sync--jpa--work=false"),
                options.get());
        try {
            node.oka.server().awaitReady(SharedServer.START_LIMIT);
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static Supplier<NodeOptions> options(
            Distribution distribution, DatabaseProxy proxy, int port, int managementPort, Path log) {
        return () -> SharedServer.options(distribution, proxy.database())
                .ports(port, managementPort)
                .argument("--spi-oka-tenant--jpa--cache-expiry=" + CACHE_EXPIRY)
                .argument("--spi-oka-entitlements--jpa--cache-expiry=" + CACHE_EXPIRY)
                .argument("--spi-oka-api-key-use--default--cache-expiry=" + CACHE_EXPIRY)
                .logFile(log);
    }

    public Oka oka() {
        return oka;
    }

    public EmbeddedDatabase postgres() {
        return postgres;
    }

    /** {@code kill -9}; its connections to the database end as they would without the proxy between. */
    public void kill() {
        oka.server().kill();
        proxy.cut();
    }

    /** Starts again on the same ports and the same database, and waits until it is ready. */
    public Oka restart() {
        proxy.restore();
        oka = launch();
        oka.server().awaitReady(SharedServer.START_LIMIT);
        return oka;
    }

    /** Starts again with what delivers webhooks and applies what agents sent. */
    public LoneNode delivering() {
        return deliver(true);
    }

    private LoneNode deliver(boolean wanted) {
        if (delivers != wanted) {
            kill();
            delivers = wanted;
            restart();
        }
        return this;
    }

    /** Ends what an earlier test did to the node. */
    LoneNode repaired() {
        proxy.restore();
        if (!oka.server().isRunning()) {
            restart();
        }
        return deliver(false);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop();
    }

    private Oka launch() {
        return new Oka(KeycloakServer.launch(delivers ? deliveringOptions : options), postgres.database(), proxy);
    }

    private void stop() {
        if (oka.server().isRunning()) {
            oka.server().stop();
        }
        proxy.close();
        postgres.stop();
    }
}
