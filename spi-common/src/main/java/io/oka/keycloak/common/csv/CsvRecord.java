package io.oka.keycloak.common.csv;

import java.util.List;

/**
 * One record.
 *
 * @param line where it begins, from 1: a quoted field may go over several lines
 */
public record CsvRecord(long line, List<String> fields) {

    public CsvRecord {
        fields = List.copyOf(fields);
    }

    /** Whether it is an empty line and nothing else. */
    public boolean isBlank() {
        return fields.size() == 1 && fields.get(0).isEmpty();
    }
}
