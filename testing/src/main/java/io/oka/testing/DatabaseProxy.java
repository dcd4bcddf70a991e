package io.oka.testing;

import io.oka.server.Database;
import io.oka.server.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a server and PostgreSQL, reads what the server says, and does harm when told to: it runs a callback
 * exactly before the n-th message, cuts, refuses, delays, or lets everything hang.
 *
 * <p>While something is armed, messages of all connections pass one at a time: during the callback nothing else
 * reaches the database.
 */
public final class DatabaseProxy implements AutoCloseable {

    private final Database target;
    private final ServerSocket listener;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private volatile boolean refusing;
    private volatile boolean hanging;
    private volatile Duration delay = Duration.ZERO;
    private @Nullable Recording recording;
    private @Nullable Trap trap;

    private DatabaseProxy(Database target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(Ports.free(), 200, InetAddress.getLoopbackAddress());
    }

    /** Listens on a free port before the database; {@link #database} is the way through. */
    public static DatabaseProxy before(Database database) {
        try {
            DatabaseProxy proxy = new DatabaseProxy(database);
            daemon("database proxy", proxy::accept).start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database as a client of this proxy reaches it. */
    public Database database() {
        return target.through(listener.getLocalPort());
    }

    /** Starts writing down what passes, until the recording is closed. */
    public Recording record() {
        synchronized (gate) {
            recording = new Recording(this);
            return recording;
        }
    }

    /**
     * Runs an action, once, exactly before the n-th message (the first is 1) that matches is forwarded. If the action
     * says false, that message and all that follow on its connection are dropped and the connection is cut.
     */
    public void before(int n, Predicate<ClientMessage> matching, Action action) {
        arm(n, matching, () -> action.run() ? Passage.OPEN : Passage.CUT);
    }

    /** Whether what was armed last has happened. */
    public boolean sprung() {
        synchronized (gate) {
            return trap != null && trap.left == 0;
        }
    }

    /**
     * Holds the n-th message that matches, with all that follows on its connection, until that is cut. Messages of
     * connections that are held already do not count, and everything else goes on: several requests can be stopped
     * one after the other, each at a point of its own.
     */
    public void holdBefore(int n, Predicate<ClientMessage> matching) {
        arm(n, matching, () -> Passage.HELD);
    }

    /** Forwards the n-th message that matches, but nothing of what the database answers to it, nor later. */
    public void muteAfter(int n, Predicate<ClientMessage> matching) {
        arm(n, matching, () -> Passage.MUTE);
    }

    /** Cuts every connection, held ones too; new ones are let in. */
    public void cut() {
        connections.forEach(ProxiedConnection::close);
    }

    /** Cuts every connection and lets no new one in, as when PostgreSQL is down, until {@link #restore}. */
    public void refuse() {
        refusing = true;
        cut();
    }

    /** Forwards nothing, in neither direction, but keeps connections open, until {@link #restore}. */
    public void hang() {
        hanging = true;
    }

    /** Delays each message to the database by so much, until {@link #restore}. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Ends whatever harm was ordered, and disarms. */
    public void restore() {
        refusing = false;
        delay = Duration.ZERO;
        synchronized (gate) {
            trap = null;
            recording = null;
            hanging = false;
            gate.notifyAll();
        }
    }

    @Override
    public void close() {
        refusing = true;
        restore();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cut();
        }
    }

    /** Forwards one message, or says why it does not. */
    Passage pass(ClientMessage message, Forward forward) throws IOException, InterruptedException {
        Duration wait = delay;
        if (!wait.isZero()) {
            Thread.sleep(wait.toMillis());
        }
        synchronized (gate) {
            awaitFlow();
            Passage passage = trap == null ? Passage.OPEN : trap.meet(message);
            if (passage == Passage.CUT || passage == Passage.HELD) {
                return passage;
            }
            if (recording != null) {
                recording.add(message);
            }
            if (trap != null || recording != null) {
                forward.run(passage);
                return passage;
            }
        }
        forward.run(Passage.OPEN);
        return Passage.OPEN;
    }

    private void arm(int n, Predicate<ClientMessage> matching, Supplier<Passage> sprung) {
        synchronized (gate) {
            trap = new Trap(n, matching, sprung);
        }
    }

    /** Waits while the proxy hangs. */
    void awaitFlow() throws InterruptedException {
        synchronized (gate) {
            while (hanging) {
                gate.wait();
            }
        }
    }

    void closed(ProxiedConnection connection) {
        connections.remove(connection);
    }

    void ended(Recording finished) {
        synchronized (gate) {
            if (recording == finished) {
                recording = null;
            }
        }
    }

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        URI upstream = URI.create(target.jdbcUrl().substring("jdbc:".length()));
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket();
                try {
                    server.connect(new InetSocketAddress(upstream.getHost(), upstream.getPort()), 5000);
                } catch (IOException e) {
                    client.close();
                    continue;
                }
                ProxiedConnection connection = new ProxiedConnection(this, client, server);
                connections.add(connection);
                connection.start();
            } catch (IOException e) {
                // The listener was closed, or a client was gone before it was served.
            }
        }
    }

    /** What to do at the chosen moment; true lets the message pass. */
    @FunctionalInterface
    public interface Action {
        boolean run();
    }

    /** What becomes of a message. */
    enum Passage {
        OPEN,
        /** It passes, and nothing comes back. */
        MUTE,
        /** It waits until its connection is cut. */
        HELD,
        CUT
    }

    /** Writes to the database. */
    @FunctionalInterface
    interface Forward {
        void run(Passage passage) throws IOException;
    }

    /** Waits for the n-th message of a kind. */
    private static final class Trap {

        private final Predicate<ClientMessage> matching;
        private final Supplier<Passage> sprung;
        private int left;

        Trap(int n, Predicate<ClientMessage> matching, Supplier<Passage> sprung) {
            this.left = n;
            this.matching = matching;
            this.sprung = sprung;
        }

        Passage meet(ClientMessage message) {
            if (left == 0 || !matching.test(message)) {
                return Passage.OPEN;
            }
            left--;
            return left > 0 ? Passage.OPEN : sprung.get();
        }
    }

    /** What the server said to the database since {@link DatabaseProxy#record}. */
    public static final class Recording implements AutoCloseable {

        private final DatabaseProxy proxy;
        private final List<ClientMessage> messages = new ArrayList<>();

        private Recording(DatabaseProxy proxy) {
            this.proxy = proxy;
        }

        /** All messages, in the order in which they passed. */
        public List<ClientMessage> messages() {
            synchronized (proxy.gate) {
                return List.copyOf(messages);
            }
        }

        /** The SQL of the statements that ran, without those that only bound a transaction. */
        public List<String> statements() {
            return messages().stream()
                    .filter(ClientMessage::runsStatement)
                    .map(ClientMessage::sql)
                    .filter(sql -> !sql.matches("(?i)\\s*(BEGIN|COMMIT|ROLLBACK)\\b.*"))
                    .toList();
        }

        /** How many messages of a type passed. */
        public long count(char type) {
            return messages().stream().filter(message -> message.type() == type).count();
        }

        private void add(ClientMessage message) {
            messages.add(message);
        }

        @Override
        public void close() {
            proxy.ended(this);
        }
    }
}
