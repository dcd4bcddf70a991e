package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.csv.CsvException;
import io.oka.keycloak.common.csv.CsvLimits;
import io.oka.keycloak.common.csv.CsvReader;
import io.oka.keycloak.common.csv.CsvRecord;
import io.oka.keycloak.common.csv.Formulas;
import io.oka.keycloak.sync.CodeRules;
import io.oka.keycloak.sync.MappedCode;
import io.oka.keycloak.sync.MappingImport.Refusal;
import io.oka.keycloak.sync.MappingImports.Line;
import io.oka.keycloak.sync.MappingImports.Readable;
import io.oka.keycloak.sync.MappingImports.Unreadable;
import io.oka.keycloak.sync.MappingType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Mappings as CSV has them, a line at a time: columns {@code type}, {@code externalCode}, {@code internalCode} and, if
 * the lines are of several systems, {@code agentSystem}, in any order. What is no CSV ends it: where the next record would
 * begin cannot be told.
 */
final class MappingLines implements Iterator<Line> {

    static final String SYSTEM = "agentSystem";
    static final String TYPE = "type";
    static final String EXTERNAL = "externalCode";
    static final String INTERNAL = "internalCode";

    private static final List<String> NEEDED = List.of(TYPE, EXTERNAL, INTERNAL);
    private static final CsvLimits LIMITS = new CsvLimits(8, 1_000);

    private final CsvReader reader;
    private final @Nullable String system;
    private List<String> columns = List.of();
    private @Nullable Line next;
    private boolean begun;
    private boolean ended;

    /**
     * @param system whose codes they are; null if each line says it
     */
    MappingLines(InputStream in, @Nullable String system) {
        this.reader = new CsvReader(in, LIMITS);
        this.system = system;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            // What is no CSV has ended it already, with a line that says so.
            ended |= next == null;
        }
        return next != null;
    }

    @Override
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Line given = next;
        next = null;
        return Objects.requireNonNull(given);
    }

    private @Nullable Line read() {
        try {
            if (!begun) {
                begun = true;
                String complaint = header(reader.read());
                if (complaint != null) {
                    return last(1, null, complaint);
                }
            }
            CsvRecord record = reader.read();
            while (record != null && record.isBlank()) {
                record = reader.read();
            }
            return record == null ? null : line(record);
        } catch (CsvException e) {
            String column = e.field() <= columns.size() ? columns.get(e.field() - 1) : null;
            return last(e.line(), column, e.getMessage() + "; nothing after it was read");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Line last(long line, @Nullable String column, String complaint) {
        ended = true;
        return refused(line, column, complaint);
    }

    private @Nullable String header(@Nullable CsvRecord header) {
        List<String> names = header == null ? List.of() : header.fields();
        boolean ofSeveral = names.contains(SYSTEM);
        boolean known = names.stream().allMatch(name -> NEEDED.contains(name) || name.equals(SYSTEM));
        if (!known || !names.containsAll(NEEDED) || new HashSet<>(names).size() != names.size()) {
            return "must name the columns type, externalCode and internalCode, perhaps agentSystem, and no others";
        }
        if (!ofSeveral && system == null) {
            return "names no column agentSystem, and the address does not say it either";
        }
        columns = names;
        return null;
    }

    private Line line(CsvRecord record) {
        if (record.fields().size() != columns.size()) {
            return refused(record.line(), null, "has " + record.fields().size() + " fields and not " + columns.size());
        }
        for (String column : columns) {
            if (Formulas.isFormula(raw(record, column))) {
                return refused(record.line(), column, "is a formula to a spreadsheet; ' before it makes it text");
            }
        }
        String of = columns.contains(SYSTEM) ? cell(record, SYSTEM) : String.valueOf(system);
        MappingType type = MappingType.find(cell(record, TYPE));
        String external = cell(record, EXTERNAL);
        String internal = cell(record, INTERNAL);
        if (!CodeRules.isSystem(of)) {
            return refused(record.line(), SYSTEM, CodeRules.SYSTEM_RULE);
        }
        if (system != null && !system.equals(of)) {
            return refused(record.line(), SYSTEM, "is not the system that the address names");
        }
        if (type == null) {
            return refused(record.line(), TYPE, "must be tenant, plan or service");
        }
        if (!CodeRules.isExternalCode(external)) {
            return refused(record.line(), EXTERNAL, CodeRules.EXTERNAL_CODE_RULE);
        }
        if (!CodeRules.isExternalCode(internal)) {
            return refused(record.line(), INTERNAL, MappingInput.UNKNOWN);
        }
        return new Readable(record.line(), new MappedCode(of, type, external, internal));
    }

    private String cell(CsvRecord record, String column) {
        return Formulas.restore(raw(record, column));
    }

    private String raw(CsvRecord record, String column) {
        return record.fields().get(columns.indexOf(column));
    }

    private static Line refused(long line, @Nullable String column, String complaint) {
        return new Unreadable(new Refusal(line, column, complaint));
    }
}
