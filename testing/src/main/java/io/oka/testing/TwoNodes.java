package io.oka.testing;

import io.oka.server.Database;
import io.oka.server.Distribution;
import io.oka.server.EmbeddedDatabase;
import io.oka.server.KeycloakServer;
import io.oka.server.NodeOptions;
import io.oka.server.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster of two nodes over one PostgreSQL, each behind a proxy of its own. Both issue tokens in the first node's
 * name, so a token of one is good on the other.
 */
public final class TwoNodes implements AutoCloseable {

    private static final Pattern VIEW =
            Pattern.compile("(?:new cluster view|new, MERGED cluster view)[^\\n]*\\((\\d+)\\)");

    private final Distribution distribution;
    private final EmbeddedDatabase postgres;
    private final List<Node> nodes = new ArrayList<>();
    private final Thread hook = new Thread(this::stop, "stop the test cluster");

    private TwoNodes(Distribution distribution, EmbeddedDatabase postgres) {
        this.distribution = distribution;
        this.postgres = postgres;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts both, one after the other, and waits until they see each other. */
    public static TwoNodes start() {
        return start(UnaryOperator.identity());
    }

    /** The same with further options for both nodes. */
    public static TwoNodes start(UnaryOperator<NodeOptions> more) {
        Workplace workplace = Workplace.fromSystemProperties();
        TwoNodes cluster = new TwoNodes(workplace.distribution(), workplace.emptyDatabase("cluster-database"));
        try {
            int firstPort = Ports.free();
            cluster.launch(firstPort, "http://localhost:" + firstPort, workplace.log("node-one.log"), more);
            cluster.launch(Ports.free(), "http://localhost:" + firstPort, workplace.log("node-two.log"), more);
            cluster.awaitView(2);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public Oka first() {
        return nodes.get(0).oka();
    }

    public Oka second() {
        return nodes.get(1).oka();
    }

    /** The database of both. */
    public EmbeddedDatabase postgres() {
        return postgres;
    }

    /** Starts again, on the same ports, whichever nodes do not run, and waits for the view of two. */
    public void restartDead() {
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).isRunning()) {
                nodes.set(i, nodes.get(i).restarted());
            }
        }
        awaitView(2);
    }

    /** Waits until every running node sees so many members. */
    public void awaitView(int members) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!nodes.stream().filter(Node::isRunning).allMatch(node -> node.view() == members)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the nodes do not see a cluster of " + members);
            }
            sleep();
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop();
    }

    static int lastView(String log) {
        int members = 0;
        for (Matcher matcher = VIEW.matcher(log); matcher.find(); ) {
            members = Integer.parseInt(matcher.group(1));
        }
        return members;
    }

    private void launch(int port, String issuer, Path log, UnaryOperator<NodeOptions> more) {
        DatabaseProxy proxy = DatabaseProxy.before(postgres.database());
        NodeOptions options = SharedServer.options(distribution, proxy.database())
                .ports(port, Ports.free())
                .cluster(Ports.free())
                .argument("--hostname=" + issuer)
                .logFile(log);
        nodes.add(Node.start(more.apply(options), proxy, postgres.database(), 0));
    }

    private void stop() {
        for (Node node : nodes) {
            if (node.isRunning()) {
                node.oka().server().stop();
            }
            node.proxy().close();
        }
        postgres.stop();
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One node; what its log held before it started is no news. */
    private record Node(NodeOptions options, DatabaseProxy proxy, Oka oka, int logStart) {

        static Node start(NodeOptions options, DatabaseProxy proxy, Database database, int logStart) {
            KeycloakServer server = KeycloakServer.launch(options);
            Node node = new Node(options, proxy, new Oka(server, database, proxy), logStart);
            server.awaitReady(SharedServer.START_LIMIT);
            return node;
        }

        Node restarted() {
            return start(options, proxy, oka.database(), oka.server().log().length());
        }

        boolean isRunning() {
            return oka.server().isRunning();
        }

        int view() {
            return lastView(oka.server().log().substring(logStart));
        }
    }
}
