package io.oka.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One message of PostgreSQL's protocol on its way to the server. */
public final class ClientMessage {

    /** Stands for the missing letter of the messages that open a connection. */
    static final char STARTUP = '0';

    private static final int LARGEST = 1 << 28;

    private final char type;
    private final String sql;
    private final byte[] bytes;

    private ClientMessage(char type, String sql, byte[] bytes) {
        this.type = type;
        this.sql = sql;
        this.bytes = bytes;
    }

    /**
     * The protocol's letter, such as {@code Q} (query), {@code P} (parse), {@code B} (bind), {@code E} (execute),
     * {@code S} (sync).
     */
    public char type() {
        return type;
    }

    /** The statement that a query, a parse or an execute stands for; empty for all others. */
    public String sql() {
        return sql;
    }

    /** Whether it makes the server run a statement: a simple query, or the execution of a prepared one. */
    public boolean runsStatement() {
        return type == 'Q' || type == 'E';
    }

    /** Whether it is the end of a transaction. */
    public boolean commits() {
        return runsStatement() && sql.trim().equalsIgnoreCase("COMMIT");
    }

    /** Reads one message; the letter is missing from those at the start of a connection. */
    static ClientMessage read(DataInputStream in, boolean startup) throws IOException {
        int type = startup ? STARTUP : in.readUnsignedByte();
        int length = in.readInt();
        if (length < 4 || length > LARGEST) {
            throw new IOException("no PostgreSQL message: length " + length);
        }
        int header = startup ? 4 : 5;
        byte[] bytes = new byte[header + length - 4];
        if (!startup) {
            bytes[0] = (byte) type;
        }
        bytes[header - 4] = (byte) (length >>> 24);
        bytes[header - 3] = (byte) (length >>> 16);
        bytes[header - 2] = (byte) (length >>> 8);
        bytes[header - 1] = (byte) length;
        in.readFully(bytes, header, length - 4);
        return new ClientMessage((char) type, "", bytes);
    }

    /** The message as it came; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    ClientMessage withSql(String statement) {
        return new ClientMessage(type, statement, bytes);
    }

    /** The code that stands where a start-up message has its version: 196608 starts a session, others ask for TLS. */
    boolean startsSession() {
        return bytes.length >= 8 && bytes[4] == 0 && bytes[5] == 3;
    }

    /** The n-th zero-terminated string of the body. */
    String string(int index) {
        int from = 5;
        for (int skipped = 0; skipped < index; skipped++) {
            from = end(from) + 1;
        }
        return new String(bytes, from, end(from) - from, StandardCharsets.UTF_8);
    }

    private int end(int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return end;
    }

    @Override
    public String toString() {
        return type + " " + sql;
    }
}
