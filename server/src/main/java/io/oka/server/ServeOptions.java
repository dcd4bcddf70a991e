package io.oka.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvn -Pserve} was told by system properties.
 *
 * @param external a PostgreSQL of the user's own, instead of the embedded one
 * @param seed off only to try the server without the bundle
 */
record ServeOptions(
        String host,
        int port,
        int managementPort,
        Path data,
        Optional<Database> external,
        boolean seed,
        Path work,
        Path zip,
        List<Path> providers) {

    static ServeOptions fromSystemProperties() {
        String host = System.getProperty("host", "127.0.0.1");
        if (!Ports.isLoopback(host)) {
            throw new ServerException("-Dhost=" + host + " is refused: this server has development passwords that"
                    + " everybody knows, so it listens on this machine's loopback address only.");
        }
        Path work = Path.of(required("oka.work")).toAbsolutePath();
        return new ServeOptions(
                host.equals("localhost") ? "127.0.0.1" : host,
                port("port", 8080),
                port("management-port", 0),
                Path.of(property("data", work.resolve("data").toString())).toAbsolutePath(),
                externalDatabase(),
                !property("seed", "true").equals("false"),
                work,
                Path.of(required("oka.keycloak.zip")),
                Folders.jarsOf(Path.of(required("oka.providers"))));
    }

    private static Optional<Database> externalDatabase() {
        String url = property("db-url", "");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new ServerException("-Ddb-url=" + url + " is no PostgreSQL: it starts with jdbc:postgresql://");
        }
        return Optional.of(new Database(url, property("db-username", "keycloak"), property("db-password", "keycloak")));
    }

    private static int port(String name, int otherwise) {
        String value = property(name, Integer.toString(otherwise));
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // The same sentence as for a number out of range.
        }
        throw new ServerException("-D" + name + "=" + value + " is no port: give a number below 65536.");
    }

    private static String required(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new ServerException("System property " + name + " is missing: start with mvn -Pserve.");
        }
        return value;
    }

    /** Maven leaves a property that is given without a value empty. */
    private static String property(String name, String otherwise) {
        @Nullable String value = System.getProperty(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
