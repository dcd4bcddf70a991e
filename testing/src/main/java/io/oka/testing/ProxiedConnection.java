package io.oka.testing;

import io.oka.testing.DatabaseProxy.Passage;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** One connection through the proxy: a thread for each direction, both ending when either side does. */
final class ProxiedConnection {

    private final DatabaseProxy proxy;
    private final Socket client;
    private final Socket server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean mute;

    ProxiedConnection(DatabaseProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        DatabaseProxy.daemon("proxy to database", this::forwardRequests).start();
        DatabaseProxy.daemon("proxy from database", this::forwardAnswers).start();
    }

    /** Cuts both sides. */
    void close() {
        proxy.closed(this);
        closed.countDown();
        closeQuietly(client);
        closeQuietly(server);
    }

    private void forwardRequests() {
        StatementNames names = new StatementNames();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16))) {
            OutputStream out = server.getOutputStream();
            boolean startup = true;
            while (true) {
                ClientMessage message = ClientMessage.read(in, startup);
                if (startup) {
                    startup = !message.startsSession();
                } else {
                    message = names.resolve(message);
                }
                byte[] bytes = message.bytes();
                Passage passage = proxy.pass(message, how -> {
                    mute |= how == Passage.MUTE;
                    out.write(bytes);
                });
                if (passage == Passage.HELD) {
                    closed.await();
                }
                if (passage == Passage.HELD || passage == Passage.CUT) {
                    return;
                }
            }
        } catch (IOException e) {
            // One side is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void forwardAnswers() {
        try (InputStream in = server.getInputStream()) {
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                proxy.awaitFlow();
                if (!mute) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One side is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was closed already.
        }
    }
}
