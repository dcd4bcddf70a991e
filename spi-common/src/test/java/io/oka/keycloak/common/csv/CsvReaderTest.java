package io.oka.keycloak.common.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvReaderTest {

    private static final CsvLimits LIMITS = new CsvLimits(5, 40);

    @Test
    void recordsAreReadAsTheyStand() throws Exception {
        List<CsvRecord> records = read("a,b\r\n\" c,\",\"say \"\"no\"\"\"\nlast,");

        assertThat(records)
                .containsExactly(
                        new CsvRecord(1, List.of("a", "b")),
                        new CsvRecord(2, List.of(" c,", "say \"no\"")),
                        new CsvRecord(3, List.of("last", "")));
    }

    @Test
    void lineIsWhereRecordBegins() throws Exception {
        List<CsvRecord> records = read("\"one\ntwo\r\nthree\",x\n\ny\n");

        assertThat(records)
                .containsExactly(
                        new CsvRecord(1, List.of("one\ntwo\r\nthree", "x")),
                        new CsvRecord(4, List.of("")),
                        new CsvRecord(5, List.of("y")));
        assertThat(records.get(1).isBlank()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void nothingIsNoRecord(String text) throws Exception {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void streamIsLeftOpenAtItsEnd() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new ByteArrayInputStream("a,b\n".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        CsvReader reader = new CsvReader(in, LIMITS);

        assertThat(reader.read()).isEqualTo(new CsvRecord(1, List.of("a", "b")));
        assertThat(reader.read()).isNull();

        assertThat(closed).isFalse();
    }

    @Test
    void byteOrderMarkIsPassedOver() throws Exception {
        assertThat(read("\uFEFFä,€,😀")).containsExactly(new CsvRecord(1, List.of("ä", "€", "😀")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "1 | 2 | a,b\"c                | quotation mark in a field",
                "2 | 1 | a,b~\"c\"d            | text after a closing",
                "2 | 2 | a~b,\"c~d~e           | never closed",
                "1 | 2 | a,b^c                 | carriage return alone",
                "2 | 1 | a~\"b\"^              | carriage return alone",
                "1 | 2 | a,b#c                 | U+0000",
                "1 | 6 | a,b,c,d,e,f           | more fields",
                "2 | 1 | a~12345678901234567890123456789012345678901 | more than 40 characters",
                "2 | 1 | a~\"1234567890~1234567890~1234567890~12345678901 | more than 40 characters",
            })
    void refusalSaysWhere(long line, int field, String text, String why) {
        String csv = text.replace('~', '\n').replace('^', '\r').replace('#', '\0');

        assertThatThrownBy(() -> read(csv)).isInstanceOfSatisfying(CsvException.class, refused -> {
            assertThat(refused.line()).isEqualTo(line);
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused).hasMessageContaining(why);
        });
    }

    @Test
    void badBytesAreFoundInTheirLine() throws Exception {
        for (byte[] bad : List.of(
                bytes(0xff),
                bytes(0xc3, 0x28),
                bytes(0xc0, 0xaf),
                bytes(0xed, 0xa0, 0x80),
                bytes(0xf5, 0x80, 0x80, 0x80),
                bytes(0xe2, 0x82))) {
            for (int lines : new int[] {0, 3, 5_000}) {
                byte[] before = "good,line\n".repeat(lines).getBytes(StandardCharsets.UTF_8);
                byte[] all = Arrays.copyOf(before, before.length + bad.length);
                System.arraycopy(bad, 0, all, before.length, bad.length);
                CsvReader reader = new CsvReader(new ByteArrayInputStream(all), LIMITS);

                for (int i = 0; i < lines; i++) {
                    assertThat(reader.read()).isEqualTo(new CsvRecord(i + 1, List.of("good", "line")));
                }
                assertThatThrownBy(reader::read).isInstanceOfSatisfying(CsvException.class, refused -> {
                    assertThat(refused.line()).isEqualTo(lines + 1L);
                    assertThat(refused).hasMessageContaining("UTF-8");
                });
            }
        }
    }

    @Test
    void otherEncodingsAreNamed() {
        String text = "type,externalCode\n";

        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_16))).hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> read(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)))
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_16BE))).hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> read("Müller,1\n".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> read("PK\3\4 and so on".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("workbook");
    }

    @Test
    void whatArrivesInDropsIsReadAlike() throws Exception {
        byte[] all = "ä€😀,\"b\"\"\r\n\"\r\nc,d".getBytes(StandardCharsets.UTF_8);
        InputStream drops = new ByteArrayInputStream(all) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1));
            }
        };

        assertThat(readAll(drops))
                .containsExactly(new CsvRecord(1, List.of("ä€😀", "b\"\r\n")), new CsvRecord(3, List.of("c", "d")));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static List<CsvRecord> read(String text) throws IOException, CsvException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<CsvRecord> read(byte[] bytes) throws IOException, CsvException {
        return readAll(new ByteArrayInputStream(bytes));
    }

    private static List<CsvRecord> readAll(InputStream in) throws IOException, CsvException {
        CsvReader reader = new CsvReader(in, LIMITS);
        List<CsvRecord> records = new ArrayList<>();
        for (CsvRecord next = reader.read(); next != null; next = reader.read()) {
            records.add(next);
        }
        return records;
    }
}
