package io.oka.testing;

import io.oka.server.Database;
import io.oka.server.Distribution;
import io.oka.server.EmbeddedDatabase;
import io.oka.server.KeycloakServer;
import io.oka.server.NodeOptions;
import io.oka.server.Ports;
import java.time.Duration;

/** The one server of a test run, with its database and the proxy between them. */
final class SharedServer implements AutoCloseable {

    static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final EmbeddedDatabase postgres;
    private final DatabaseProxy proxy;
    private final KeycloakServer server;
    private final Oka oka;
    private final Thread hook = new Thread(this::stop, "stop the test server");

    private SharedServer(EmbeddedDatabase postgres, DatabaseProxy proxy, KeycloakServer server) {
        this.postgres = postgres;
        this.proxy = proxy;
        this.server = server;
        this.oka = new Oka(server, postgres.database(), proxy);
        // A test run that is ended from outside closes no store.
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static SharedServer start() {
        Workplace workplace = Workplace.fromSystemProperties();
        Distribution distribution = workplace.distribution();
        EmbeddedDatabase postgres = workplace.emptyDatabase("database");
        DatabaseProxy proxy = DatabaseProxy.before(postgres.database());
        NodeOptions options = options(distribution, proxy.database())
                .ports(Ports.free(), Ports.free())
                .logFile(workplace.log("keycloak.log"));
        SharedServer shared = new SharedServer(postgres, proxy, KeycloakServer.launch(options));
        try {
            shared.server.awaitReady(START_LIMIT);
            return shared;
        } catch (RuntimeException e) {
            shared.close();
            throw e;
        }
    }

    static NodeOptions options(Distribution distribution, Database database) {
        return new NodeOptions(distribution, database)
                .bootstrapAdmin(Oka.ADMIN, Oka.PASSWORD)
                .developmentPepper();
    }

    Oka oka() {
        return oka;
    }

    boolean clockMoved() {
        return oka.clockMoved();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop();
    }

    private void stop() {
        server.stop();
        proxy.close();
        postgres.stop();
    }
}
