package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries as both sides write them, to be hashed: for each {@code [externalCode,{field:value,…}]} in canonical JSON (RFC
 * 8785), and a line feed; in the order of {@link Codes}. Values are texts, truth values and whole numbers; what is null is
 * left out.
 */
public final class CanonicalLines {

    private static final String SHORT_ESCAPES = "\b\t\n\f\r\"\\";
    private static final String SHORT_NAMES = "btnfr\"\\";

    private final MessageDigest digest;
    private final List<String> fields;
    private int count;

    /**
     * @param fields that are compared: all others are left out
     */
    public CanonicalLines(List<String> fields) {
        this.fields = List.copyOf(fields);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    public void add(String externalCode, Map<String, JsonNode> values) {
        digest.update(line(externalCode, values, fields).getBytes(StandardCharsets.UTF_8));
        count++;
    }

    public int count() {
        return count;
    }

    /** Of all that was added, in lower-case hexadecimal. It begins anew then. */
    public String sha256() {
        count = 0;
        return HexFormat.of().formatHex(digest.digest());
    }

    static String line(String externalCode, Map<String, JsonNode> values, List<String> fields) {
        // RFC 8785 sorts by UTF-16 code units, as Java's texts are compared.
        Map<String, JsonNode> sorted = new TreeMap<>(values);
        sorted.keySet().retainAll(fields);
        StringBuilder line = new StringBuilder("[");
        quote(externalCode, line);
        line.append(",{");
        String comma = "";
        for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
            line.append(comma);
            quote(field.getKey(), line);
            line.append(':');
            value(field.getValue(), line);
            comma = ",";
        }
        return line.append("}]\n").toString();
    }

    private static void value(JsonNode value, StringBuilder line) {
        if (value.isTextual()) {
            quote(value.textValue(), line);
        } else if (value.isBoolean() || value.isIntegralNumber()) {
            line.append(value.asText());
        } else {
            throw new IllegalArgumentException("No field is " + value.getNodeType());
        }
    }

    private static void quote(String text, StringBuilder line) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int shortEscape = SHORT_ESCAPES.indexOf(c);
            if (shortEscape >= 0) {
                line.append('\\').append(SHORT_NAMES.charAt(shortEscape));
            } else if (c < ' ') {
                line.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
