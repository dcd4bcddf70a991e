package io.oka.keycloak.common.outgoing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that answers as a test wants it to, byte by byte, and counts who comes. */
final class Receiver implements AutoCloseable {

    /** Answers whoever has connected; one call a request. */
    @FunctionalInterface
    interface Manner {
        void answer(OutputStream out, CountDownLatch closing) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Manner manner;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<List<String>> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    Receiver(String address, Manner manner) throws IOException {
        this.server = new ServerSocket(0, 64, InetAddress.getByName(address));
        this.manner = manner;
        start("receiver", this::accept);
    }

    static Manner saying(String answer) {
        return (out, closing) -> out.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** The heads of all requests so far, a line each. */
    List<List<String>> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                start("receiver-connection", () -> serve(socket));
            }
        } catch (SocketException e) {
            // It is being closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            while (true) {
                List<String> head = new ArrayList<>();
                int length = 0;
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head.add(line);
                    if (line.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(line.substring("Content-Length: ".length()));
                    }
                }
                if (head.isEmpty()) {
                    return;
                }
                in.skip(length);
                requests.add(head);
                manner.answer(socket.getOutputStream(), closing);
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // The other side has had enough.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
