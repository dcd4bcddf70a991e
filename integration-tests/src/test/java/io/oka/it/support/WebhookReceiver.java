package io.oka.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** An HTTP server on this machine that keeps what it is sent, and answers as a test wants: well, badly or never. */
public final class WebhookReceiver implements AutoCloseable {

    private final ServerSocket socket;
    private final List<ReceivedWebhook> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<ReceivedWebhook, Reply> behaviour = request -> Reply.ok();

    private WebhookReceiver(ServerSocket socket) {
        this.socket = socket;
    }

    /** Starts one that answers 204. */
    public static WebhookReceiver start() {
        try {
            WebhookReceiver receiver =
                    new WebhookReceiver(new ServerSocket(0, 256, InetAddress.getByName("127.0.0.1")));
            thread("receiver", receiver::accept);
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done with a request. */
    public sealed interface Reply {

        /** A whole answer, after a while. */
        record Answer(int status, Map<String, String> headers, String body, Duration after) implements Reply {}

        /** Nothing, for as long as the other side waits. */
        record Hang() implements Reply {}

        /** The connection is reset. */
        record Reset() implements Reply {}

        /** An answer of which a byte comes each second, without end. */
        record Dribble() implements Reply {}

        static Reply ok() {
            return status(204);
        }

        static Reply status(int status) {
            return new Answer(status, Map.of(), "", Duration.ZERO);
        }

        static Reply status(int status, String header, String value) {
            return new Answer(status, Map.of(header, value), "", Duration.ZERO);
        }
    }

    /** From here on requests are answered so. */
    public WebhookReceiver answering(Function<ReceivedWebhook, Reply> wanted) {
        behaviour = wanted;
        return this;
    }

    public WebhookReceiver answering(Reply reply) {
        return answering(request -> reply);
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/hook";
    }

    /** All requests, in the order in which they had come wholly. */
    public List<ReceivedWebhook> received() {
        return List.copyOf(received);
    }

    /** Those about events of this type. */
    public List<ReceivedWebhook> received(String type) {
        return received.stream().filter(one -> one.type().equals(type)).toList();
    }

    /** Waits for so many about events of this type, and no more. */
    public List<ReceivedWebhook> await(String type, int count) {
        Awaitility.await().untilAsserted(() -> assertThat(received(type)).hasSize(count));
        return received(type);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                thread("receiver-connection", () -> serve(connection));
            } catch (IOException e) {
                // It was closed.
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            boolean goesOn = true;
            while (goesOn) {
                goesOn = serveOne(connection, in, out);
            }
        } catch (IOException | InterruptedException e) {
            // The other side has gone, or the test is over.
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
        }
    }

    private boolean serveOne(Socket connection, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        String first = line(in);
        if (first.isEmpty()) {
            return false;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        ReceivedWebhook request = new ReceivedWebhook(first, headers, body);
        received.add(request);
        try {
            return reply(behaviour.apply(request), connection, out);
        } finally {
            request.end();
        }
    }

    private boolean reply(Reply reply, Socket connection, OutputStream out) throws IOException, InterruptedException {
        if (reply instanceof Reply.Answer answer) {
            if (!answer.after().isZero()) {
                closed.await(answer.after().toMillis(), TimeUnit.MILLISECONDS);
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Said\r\n");
            answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
            if (answer.status() != 204) {
                head.append("Content-Length: " + body.length + "\r\n");
            }
            out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            return true;
        }
        if (reply instanceof Reply.Reset) {
            connection.setSoLinger(true, 0);
            return false;
        }
        if (reply instanceof Reply.Dribble) {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            while (!closed.await(1, TimeUnit.SECONDS)) {
                out.write('x');
                out.flush();
            }
            return false;
        }
        // Until the other side gives up, or the test is over.
        connection.setSoTimeout(120_000);
        return connection.getInputStream().read() > 0;
    }

    private static String line(InputStream in) throws IOException {
        List<Byte> bytes = new ArrayList<>();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                bytes.add((byte) next);
            }
        }
        byte[] text = new byte[bytes.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = bytes.get(i);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
