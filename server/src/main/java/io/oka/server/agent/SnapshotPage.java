package io.oka.server.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of all that the played system has of one kind, in the byte order of the codes.
 *
 * @param number from 0
 * @param after the last code before it; empty for the first page
 * @param upTo its last code; null for the last page, which goes to the end
 */
record SnapshotPage(int number, String after, @Nullable String upTo, List<ErpFiles.Item> items) {

    static List<SnapshotPage> pages(Collection<ErpFiles.Item> items, int size) {
        List<ErpFiles.Item> sorted = items.stream()
                .sorted((one, other) -> Arrays.compareUnsigned(utf8(one.externalCode()), utf8(other.externalCode())))
                .toList();
        List<SnapshotPage> pages = new ArrayList<>();
        String after = "";
        for (int from = 0; from == 0 || from < sorted.size(); from += size) {
            int to = Math.min(from + size, sorted.size());
            List<ErpFiles.Item> some = sorted.subList(from, to);
            String upTo = to == sorted.size() ? null : some.get(some.size() - 1).externalCode();
            pages.add(new SnapshotPage(pages.size(), after, upTo, some));
            after = upTo == null ? "" : upTo;
        }
        return pages;
    }

    boolean isLast() {
        return upTo == null;
    }

    /**
     * SHA-256 over a line for each item: the canonical JSON (RFC 8785) of its code and of those of its members that are
     * compared.
     */
    String sha256(Collection<String> fields) {
        MessageDigest digest = digest();
        items.forEach(item -> digest.update(line(item, fields)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] line(ErpFiles.Item item, Collection<String> fields) {
        ArrayNode line = AgentClient.JSON.createArrayNode().add(item.externalCode());
        ObjectNode compared = line.addObject();
        // By their names in the order of UTF-16, as RFC 8785 wants it; our values are texts, truths and small numbers.
        TreeMap<String, Boolean> sorted = new TreeMap<>();
        fields.forEach(field -> sorted.put(field, true));
        for (String field : sorted.keySet()) {
            if (item.data().hasNonNull(field)) {
                compared.set(field, item.data().get(field));
            }
        }
        try {
            return (AgentClient.JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree is always JSON", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
