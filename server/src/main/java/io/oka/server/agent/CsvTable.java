package io.oka.server.agent;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The rows of a CSV file, by the names in its first line. */
final class CsvTable {

    private static final ObjectReader READER = new CsvMapper()
            .enable(CsvParser.Feature.FAIL_ON_MISSING_HEADER_COLUMNS)
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader());

    private CsvTable() {}

    /** The rows in their order; none if there is no such file. */
    static List<Map<String, String>> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (MappingIterator<Map<String, String>> rows = READER.readValues(file.toFile())) {
            return rows.readAll();
        } catch (IOException e) {
            throw new AgentException(file + " is not readable as CSV: " + e.getMessage(), e);
        }
    }
}
