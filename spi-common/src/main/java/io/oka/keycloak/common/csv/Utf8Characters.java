package io.oka.keycloak.common.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Strict UTF-8, character by character in memory that does not grow: what stands before a byte that is none is given
 * first, so that whoever counts lines knows where it stands. A byte order mark is passed over. The stream is
 * left open at its end.
 */
final class Utf8Characters {

    static final int END = -1;
    /** What follows is not UTF-8. */
    static final int MALFORMED = -2;

    private static final int BUFFER = 8 * 1024;
    private static final int LONGEST_SIGNATURE = 4;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes;
    private final CharBuffer characters = CharBuffer.allocate(BUFFER).flip();
    private boolean ended;
    private boolean malformed;

    /**
     * @param head what was read of it already
     */
    private Utf8Characters(InputStream in, byte[] head) {
        this.in = in;
        this.bytes = ByteBuffer.allocate(BUFFER).put(head).flip();
    }

    /**
     * @throws CsvException if what it begins with tells that it is something else
     */
    static Utf8Characters of(InputStream in) throws IOException, CsvException {
        byte[] head = in.readNBytes(LONGEST_SIGNATURE);
        String signature = HexFormat.of().formatHex(head);
        if (signature.startsWith("feff") || signature.startsWith("fffe") || signature.startsWith("0000feff")) {
            throw new CsvException(1, 1, "is UTF-16 or UTF-32: save the file as UTF-8");
        }
        if (signature.equals("504b0304") || signature.equals("d0cf11e0")) {
            throw new CsvException(1, 1, "is a workbook or an archive: save the sheet as CSV in UTF-8");
        }
        byte[] rest = signature.startsWith("efbbbf") ? Arrays.copyOfRange(head, 3, head.length) : head;
        return new Utf8Characters(in, rest);
    }

    /** The next character, {@link #END} or {@link #MALFORMED}. */
    int next() throws IOException {
        while (!characters.hasRemaining()) {
            if (malformed) {
                return MALFORMED;
            }
            if (ended) {
                return END;
            }
            fill();
        }
        return characters.get();
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < 0;
        bytes.position(bytes.position() + Math.max(read, 0)).flip();
        characters.clear();
        // Never more characters than bytes: there is always room.
        CoderResult result = decoder.decode(bytes, characters, ended);
        malformed = result.isError();
        characters.flip();
    }
}
