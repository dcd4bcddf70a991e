package io.oka.keycloak.common.csv;

/**
 * Cells that a spreadsheet would run instead of showing them. An apostrophe before one makes it text; it is written so,
 * and read so again. Whatever else begins with apostrophes and goes on like a formula gets one more, so that each text
 * comes back as it was.
 */
public final class Formulas {

    /** Some spreadsheets take the wide ones of East Asian keyboards as well. */
    private static final String BEGINNINGS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private static final char APOSTROPHE = '\'';

    private Formulas() {}

    /** Whether a spreadsheet might run it. */
    public static boolean isFormula(String cell) {
        return !cell.isEmpty() && BEGINNINGS.indexOf(cell.charAt(0)) >= 0;
    }

    static String neutralise(String cell) {
        return looksLikeFormula(cell) ? APOSTROPHE + cell : cell;
    }

    /** What {@link CsvWriter} was given. */
    public static String restore(String cell) {
        return !isFormula(cell) && looksLikeFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean looksLikeFormula(String cell) {
        int first = 0;
        while (first < cell.length() && cell.charAt(first) == APOSTROPHE) {
            first++;
        }
        return first < cell.length() && BEGINNINGS.indexOf(cell.charAt(first)) >= 0;
    }
}
