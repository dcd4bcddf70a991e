package io.oka.testing;

import io.oka.server.Database;
import io.oka.server.Distribution;
import io.oka.server.KeycloakServer;
import io.oka.server.NodeOptions;
import io.oka.server.Ports;
import java.util.List;

/** A server with the bundle on a database that is no PostgreSQL: the kind is a build option, so it takes a distribution of its own. */
public final class OtherDatabase {

    private OtherDatabase() {}

    /**
     * Builds the distribution, unless an earlier run has, and launches a node.
     *
     * @param kind as {@code --db} names it
     */
    public static KeycloakServer launch(String kind, Database database) {
        Workplace workplace = Workplace.fromSystemProperties();
        Distribution distribution = Distribution.prepare(
                workplace.zip(),
                workplace.work().resolve("other-database"),
                workplace.providers(),
                List.of("--db=" + kind),
                line -> {});
        return KeycloakServer.launch(new NodeOptions(distribution, database)
                .ports(Ports.free(), Ports.free())
                .developmentPepper()
                .logFile(workplace.log("other-database.log")));
    }
}
