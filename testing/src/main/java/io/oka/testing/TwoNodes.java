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

    private static final Pattern VIEW = Pattern.compile(
            "(?:new cluster view|new, MERGED cluster view) for channel [^\\n]*?\\[([^\\]|\\n]*\\|\\d+)\\] \\((\\d+)\\)");

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

    /**
     * Waits until every running node has the same view, and so many members in it. The same, because a survivor's last
     * view may be that of a cluster which lost the one member and won the other unnoticed.
     */
    public void awaitView(int members) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        List<View> seen = views();
        while (seen.stream().distinct().count() != 1 || seen.get(0).members() != members) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the nodes do not see a cluster of " + members + ": " + seen);
            }
            sleep();
            seen = views();
        }
    }

    /** Ends what an earlier test did to the cluster: nodes that died run again, proxies do no harm. */
    TwoNodes repaired() {
        nodes.forEach(node -> node.proxy().restore());
        if (!nodes.stream().allMatch(Node::isRunning)) {
            restartDead();
        }
        return this;
    }

    private List<View> views() {
        return nodes.stream().filter(Node::isRunning).map(Node::view).toList();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        stop();
    }

    static View lastView(String log) {
        View last = new View("none", 0);
        for (Matcher matcher = VIEW.matcher(log); matcher.find(); ) {
            last = new View(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
        return last;
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

    /**
     * Who is in the cluster, as a node's log tells.
     *
     * @param id the coordinator and a number that rises
     */
    record View(String id, int members) {}

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

        View view() {
            return lastView(oka.server().log().substring(logStart));
        }
    }
}
