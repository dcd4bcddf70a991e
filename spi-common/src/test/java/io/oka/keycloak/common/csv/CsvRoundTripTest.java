package io.oka.keycloak.common.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again as it was, whatever it is, and a spreadsheet runs none of it. */
final class CsvRoundTripTest {

    private static final int ROUNDS = 5_000;
    private static final String[] PIECES = {
        "a", "Z9", " ", ",", "\"", "\"\"", "'", "''", "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", ";", "ü", "€", "😀",
        "＝", "0", "\uFEFF", "\u0085", "\u2028"
    };

    @Test
    void anyTableComesBack() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            List<List<String>> table = table(random);
            byte[] written = write(table);

            List<List<String>> raw = read(written);

            assertThat(raw).as("seed %d, round %d", seed, i).allSatisfy(record -> assertThat(record)
                    .noneMatch(Formulas::isFormula));
            assertThat(raw.stream()
                            .map(record ->
                                    record.stream().map(Formulas::restore).toList())
                            .toList())
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(table);
        }
    }

    @Test
    void anyBytesAreReadOrRefused() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(4) == 0 ? bytes[at] : (byte) ",\"\r\n'=aä".charAt(random.nextInt(8));
            }
            try {
                read(bytes);
            } catch (CsvException refused) {
                assertThat(refused.line()).as("seed %d, round %d", seed, i).isBetween(1L, 61L);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49", "-1", "@SUM(A1)", "\tx", "＝1", "'=1", "''+1"})
    void formulaIsWrittenAsText(String cell) {
        String written = Formulas.neutralise(cell);

        assertThat(written).isEqualTo("'" + cell);
        assertThat(Formulas.restore(written)).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K-1", "1=1", "'s-Hertogenbosch", "O'Neill", "'", "''"})
    void textStaysAsItIs(String cell) {
        assertThat(Formulas.neutralise(cell)).isEqualTo(cell);
        assertThat(Formulas.restore(cell)).isEqualTo(cell);
    }

    private static List<List<String>> table(Random random) {
        List<List<String>> table = new ArrayList<>();
        int columns = 1 + random.nextInt(4);
        for (int row = random.nextInt(5); row >= 0; row--) {
            List<String> record = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                StringBuilder cell = new StringBuilder();
                for (int piece = random.nextInt(5); piece > 0; piece--) {
                    cell.append(PIECES[random.nextInt(PIECES.length)]);
                }
                record.add(cell.toString());
            }
            table.add(record);
        }
        // A file may begin with a byte order mark, which is none of its text.
        String first = table.get(0).get(0);
        table.get(0).set(0, first.startsWith("\uFEFF") ? "x" + first : first);
        return table;
    }

    private static byte[] write(List<List<String>> table) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvWriter writer = new CsvWriter(out)) {
            for (List<String> record : table) {
                writer.write(record);
            }
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\r\n");
        return out.toByteArray();
    }

    private static List<List<String>> read(byte[] bytes) throws Exception {
        CsvReader reader = new CsvReader(new ByteArrayInputStream(bytes), new CsvLimits(10, 1_000));
        List<List<String>> records = new ArrayList<>();
        for (CsvRecord next = reader.read(); next != null; next = reader.read()) {
            records.add(next.fields());
        }
        return records;
    }
}
