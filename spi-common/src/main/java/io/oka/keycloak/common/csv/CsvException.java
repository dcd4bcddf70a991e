package io.oka.keycloak.common.csv;

import java.io.Serial;

/** What was read is no CSV from here on. Where a record ends cannot be told any more, so that reading ends. */
public final class CsvException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long line;
    private final int field;

    /**
     * @param line from 1
     * @param field in its record, from 1
     * @param message a sentence for a person, which quotes nothing of what was read
     */
    CsvException(long line, int field, String message) {
        super(message);
        this.line = line;
        this.field = field;
    }

    public long line() {
        return line;
    }

    public int field() {
        return field;
    }
}
