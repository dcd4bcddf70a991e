package io.oka.testing;

import io.oka.server.Database;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Speaks PostgreSQL's protocol, as far as the proxy reads it. */
final class FakeClient implements AutoCloseable {

    private final Socket socket;

    FakeClient(Database database) throws IOException {
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(5000);
    }

    /** Asks for TLS, then starts a session, as the JDBC driver does. */
    FakeClient greet() throws IOException {
        say(startup(80877103));
        say(startup(196608));
        return this;
    }

    FakeClient parse(String name, String sql) throws IOException {
        return say(message('P', name + "\0" + sql + "\0", 2));
    }

    FakeClient bind(String statement) throws IOException {
        return say(message('B', "\0" + statement + "\0", 6));
    }

    FakeClient execute() throws IOException {
        return say(message('E', "\0", 4));
    }

    FakeClient query(String sql) throws IOException {
        return say(message('Q', sql + "\0", 0));
    }

    /** The next answer, or -1 once the connection is cut. */
    int answer() throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1;
        }
    }

    static byte[] startup(int code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(8);
        out.writeInt(code);
        return bytes.toByteArray();
    }

    static byte[] message(char type, String strings, int zeros) throws IOException {
        byte[] body = strings.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(type);
        out.writeInt(4 + body.length + zeros);
        out.write(body);
        out.write(new byte[zeros]);
        return bytes.toByteArray();
    }

    private FakeClient say(byte[] message) throws IOException {
        socket.getOutputStream().write(message);
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
