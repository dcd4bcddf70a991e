package io.oka.keycloak.common.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV as RFC 4180 has it, and nothing that only looks like it: commas, quotation marks doubled within quoted fields
 * and nowhere else, lines that end with LF or CRLF, UTF-8 with or without a byte order mark. Holds one record at a time,
 * however long the whole is.
 */
public final class CsvReader {

    private static final char QUOTE = '"';
    private static final int NONE = -3;

    private final InputStream in;
    private final CsvLimits limits;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Utf8Characters characters;
    private int ahead = NONE;
    private long line = 1;

    private List<String> fields = new ArrayList<>();

    public CsvReader(InputStream in, CsvLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /**
     * The next record; null if there is none.
     *
     * @throws CsvException if what follows is no CSV, or longer than the limits allow; there is nothing more to read then
     */
    public @Nullable CsvRecord read() throws IOException, CsvException {
        if (peek() == Utf8Characters.END) {
            return null;
        }
        long began = line;
        fields = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (fields.size() == limits.fields()) {
                throw refusal("has more fields than the " + limits.fields() + " that a record may have");
            }
            text.setLength(0);
            if (peek() == QUOTE) {
                quoted();
            } else {
                plain();
            }
            more = endsWithComma();
            fields.add(text.toString());
        }
        return new CsvRecord(began, fields);
    }

    private void plain() throws IOException, CsvException {
        for (int next = peek(); !endsField(next); next = peek()) {
            if (next == QUOTE) {
                throw refusal("has a quotation mark in a field that does not begin with one");
            }
            append(next, line);
            take();
        }
    }

    private void quoted() throws IOException, CsvException {
        long opened = line;
        take();
        while (true) {
            int next = peek();
            if (next == Utf8Characters.END) {
                throw refusal(opened, "opens a quotation mark that is never closed");
            }
            take();
            if (next == QUOTE) {
                if (peek() != QUOTE) {
                    break;
                }
                take();
            }
            append(next, opened);
            if (next == '\n') {
                line++;
            }
        }
        if (!endsField(peek())) {
            throw refusal("has text after a closing quotation mark");
        }
    }

    /** Passes over what ends a field. */
    private boolean endsWithComma() throws IOException, CsvException {
        int next = peek();
        if (next == Utf8Characters.END) {
            return false;
        }
        take();
        if (next == ',') {
            return true;
        }
        if (next == '\r') {
            if (peek() != '\n') {
                throw refusal("has a carriage return alone: lines end with LF or CRLF");
            }
            take();
        }
        line++;
        return false;
    }

    private static boolean endsField(int next) {
        return next == ',' || next == '\n' || next == '\r' || next == Utf8Characters.END;
    }

    private void append(int next, long began) throws CsvException {
        if (text.length() == limits.fieldLength()) {
            throw refusal(began, "has a field of more than " + limits.fieldLength() + " characters");
        }
        text.append((char) next);
    }

    private int peek() throws IOException, CsvException {
        if (ahead == NONE) {
            if (characters == null) {
                characters = Utf8Characters.of(in);
            }
            ahead = characters.next();
            if (ahead == Utf8Characters.MALFORMED) {
                throw refusal("is not well-formed UTF-8");
            }
            if (ahead == 0) {
                throw refusal("holds U+0000: is the file UTF-16? Save it as UTF-8");
            }
        }
        return ahead;
    }

    private void take() {
        ahead = NONE;
    }

    private CsvException refusal(String message) {
        return refusal(line, message);
    }

    private CsvException refusal(long where, String message) {
        return new CsvException(where, fields.size() + 1, message);
    }
}
