package io.oka.keycloak.common.csv;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes CSV as RFC 4180 has it, in UTF-8, with {@link Formulas} made harmless. */
public final class CsvWriter implements AutoCloseable {

    private final Writer out;

    public CsvWriter(OutputStream out) {
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }

    public void write(List<String> cells) throws IOException {
        String separator = "";
        for (String cell : cells) {
            out.write(separator);
            // An empty line would be no record.
            out.write(cell.isEmpty() && cells.size() == 1 ? "\"\"" : quoted(Formulas.neutralise(cell)));
            separator = ",";
        }
        out.write("\r\n");
    }

    /** What was written is there for whoever reads; the stream stays open. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
