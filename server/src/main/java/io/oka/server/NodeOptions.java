package io.oka.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How one node is started. Each node of a cluster needs options of its own. */
public final class NodeOptions {

    private static final String PEPPER = "KC_SPI_OKA_API_KEY__JPA__PEPPER_1";
    private static final String DEVELOPMENT_PEPPER = "Zm9yLXRyeWluZy1vbmx5LXRoaXMtcGVwcGVyLWlzLW5vLXNlY3JldA==";
    private static final String WEBHOOK_KEY = "KC_SPI_OKA_WEBHOOKS__JPA__ENCRYPTION_KEY_1";
    private static final String DEVELOPMENT_WEBHOOK_KEY = "Zm9yLXRyeWluZy1vbmx5LXRoaXMta2V5LWlzLW5vLXNlY3JldC4u";

    /** Tables of codes are imported whole. A little more than is read of one, so that what is too large is told so. */
    private static final String BODY_LIMIT = "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE";

    private static final String LARGEST_BODY = "65M";

    private final Distribution distribution;
    private final Database database;
    private final List<String> jvmOptions = new ArrayList<>(List.of("-Xms256m", "-Xmx1g"));
    private final List<String> extraArguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String host = "127.0.0.1";
    private int port = 8080;
    private int managementPort = 9000;
    private Path logFile;
    private Consumer<String> listener = line -> {};
    private List<String> cache = List.of("--cache=local");

    /** A node that stands alone, on ports 8080 and 9000 of the loopback address. */
    public NodeOptions(Distribution distribution, Database database) {
        this.distribution = distribution;
        this.database = database;
        this.logFile = distribution.home().resolveSibling("keycloak.log");
        environment.put("KC_DB_PASSWORD", database.password());
        environment.put(BODY_LIMIT, LARGEST_BODY);
    }

    public NodeOptions host(String address) {
        host = address;
        return this;
    }

    public NodeOptions ports(int http, int management) {
        port = http;
        managementPort = management;
        return this;
    }

    /** Where the server's output goes; it is added to what is there. */
    public NodeOptions logFile(Path file) {
        logFile = file;
        return this;
    }

    /** Told each line of output, on a thread of its own. */
    public NodeOptions onLine(Consumer<String> follower) {
        listener = follower;
        return this;
    }

    /** Joins the other nodes that use the same database, which they find through it. */
    public NodeOptions cluster(int jgroupsPort) {
        cache = List.of(
                "--cache=ispn",
                "--cache-stack=jdbc-ping",
                "--cache-embedded-network-bind-address=127.0.0.1",
                "--cache-embedded-network-bind-port=" + jgroupsPort);
        return this;
    }

    /** The operator that an empty database gets. */
    public NodeOptions bootstrapAdmin(String username, String password) {
        return environment("KC_BOOTSTRAP_ADMIN_USERNAME", username)
                .environment("KC_BOOTSTRAP_ADMIN_PASSWORD", password);
    }

    /**
     * Hashes API keys and encrypts webhooks' secrets under secrets that everybody can read here: for servers that nobody
     * else reaches.
     */
    public NodeOptions developmentPepper() {
        return environment(PEPPER, DEVELOPMENT_PEPPER).environment(WEBHOOK_KEY, DEVELOPMENT_WEBHOOK_KEY);
    }

    public NodeOptions environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Any further argument of {@code kc start}. */
    public NodeOptions argument(String argument) {
        extraArguments.add(argument);
        return this;
    }

    /** Any further option of the JVM; the last of a kind counts. */
    public NodeOptions jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    Distribution distribution() {
        return distribution;
    }

    Path logFile() {
        return logFile;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    /** The host as a URL names it: people and their cookies know this machine as localhost. */
    String urlHost() {
        return host.equals("127.0.0.1") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    }

    List<String> jvmOptions() {
        return List.copyOf(jvmOptions);
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=" + host,
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--hostname-strict=false",
                "--db-url=" + database.jdbcUrl(),
                "--db-username=" + database.username()));
        arguments.addAll(cache);
        arguments.addAll(extraArguments);
        return arguments;
    }

    void line(String line) {
        listener.accept(line);
    }
}
