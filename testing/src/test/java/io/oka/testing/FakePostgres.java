package io.oka.testing;

import io.oka.server.Database;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes one connection's messages and answers nothing but one byte to each. */
final class FakePostgres implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Character> received = new CopyOnWriteArrayList<>();

    FakePostgres() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        DatabaseProxy.daemon("fake PostgreSQL", this::accept).start();
    }

    Database database() {
        return new Database("jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + "/test", "u", "p");
    }

    List<Character> received() {
        return received;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                DatabaseProxy.daemon("fake backend", () -> serve(socket)).start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            boolean startup = true;
            while (true) {
                ClientMessage message = ClientMessage.read(in, startup);
                startup = startup && !message.startsSession();
                received.add(message.type());
                socket.getOutputStream().write(1);
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
