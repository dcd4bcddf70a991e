package io.oka.keycloak.sync.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.ComparedEntity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of a snapshot that holds together in itself.
 *
 * @param reconciliationId null for the one that is open
 * @param after empty for the beginning
 * @param upTo null for the end
 * @param entries in the order of {@link Codes}; null if they were not sent
 */
public record PageToCompare(
        @Nullable String reconciliationId,
        ComparedEntity entity,
        int page,
        String after,
        @Nullable String upTo,
        int count,
        String sha256,
        @Nullable List<RemoteEntry> entries) {

    static final int MOST_ENTRIES = 1_000;
    static final int MOST_PAGES = 1_000_000;
    static final int LONGEST_CODE = 255;
    static final long LARGEST_VERSION = 1L << 53;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Reads what an agent sent.
     *
     * @throws SnapshotRefusal {@code malformed}, {@code out_of_range}, {@code count_mismatch}
     */
    public static PageToCompare of(JsonNode data) {
        SnapshotPage page;
        try {
            page = Json.MAPPER.treeToValue(data, SnapshotPage.class);
        } catch (JsonMappingException e) {
            throw SnapshotRefusal.malformed(path(e), "is not of the right type, or not known here");
        } catch (JsonProcessingException e) {
            throw SnapshotRefusal.malformed("snapshot", "does not have the right shape");
        }
        if (page == null || page.snapshot() == null) {
            throw SnapshotRefusal.malformed("snapshot", "is needed");
        }
        return of(page.snapshot(), page.items());
    }

    private static PageToCompare of(SnapshotPage.Range range, @Nullable List<SnapshotPage.Entry> items) {
        ComparedEntity entity = ComparedEntity.find(range.entity());
        demand(entity != null, "entity", "must be tenant or subscription");
        int page = Objects.requireNonNullElse(range.page(), -1);
        demand(page >= 0 && page < MOST_PAGES, "page", "must be 0 or more");
        int count = Objects.requireNonNullElse(range.count(), -1);
        demand(count >= 0 && count <= MOST_ENTRIES, "count", "must be 0 to " + MOST_ENTRIES);
        String sha256 = Objects.requireNonNullElse(range.sha256(), "");
        demand(SHA256.matcher(sha256).matches(), "sha256", "must be 64 hexadecimal digits in lower case");
        String after = Objects.requireNonNullElse(range.after(), "");
        demand(after.isEmpty() == (page == 0), "after", "must be absent on page 0, and on no other");
        demand(after.isEmpty() || isCode(after), "after", "is not a code");
        String upTo = range.upTo();
        demand(upTo == null || isCode(upTo), "upTo", "is not a code");
        demand(upTo == null || Codes.ORDER.compare(upTo, after) > 0, "upTo", "must be behind after");
        demand(
                range.last() == null || !range.last() || upTo == null,
                "last",
                "can be true on a page without upTo only");
        PageToCompare read = new PageToCompare(
                range.reconciliationId(), Objects.requireNonNull(entity), page, after, upTo, count, sha256, null);
        // Nothing is all that there is of nothing.
        return items == null || (items.isEmpty() && count > 0)
                ? (count == 0 ? read.with(List.of()) : read)
                : read.with(read.entries(items));
    }

    private PageToCompare with(List<RemoteEntry> read) {
        return new PageToCompare(reconciliationId, entity, page, after, upTo, count, sha256, read);
    }

    private List<RemoteEntry> entries(List<SnapshotPage.Entry> items) {
        if (items.size() != count) {
            throw new SnapshotRefusal(
                    "count_mismatch", "snapshot.count says " + count + ", and there are " + items.size() + " items");
        }
        List<RemoteEntry> entries = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            entries.add(entry(items.get(i), "items[" + i + "]"));
        }
        entries.sort(Comparator.comparing(RemoteEntry::externalCode, Codes.ORDER));
        for (int i = 1; i < entries.size(); i++) {
            String code = entries.get(i).externalCode();
            if (code.equals(entries.get(i - 1).externalCode())) {
                throw SnapshotRefusal.malformed("items", "hold the code " + code + " twice");
            }
        }
        return Collections.unmodifiableList(entries);
    }

    private RemoteEntry entry(SnapshotPage.@Nullable Entry item, String where) {
        String code = item == null ? null : item.externalCode();
        Long version = item == null ? null : item.version();
        ObjectNode data = item == null ? null : item.data();
        if (code == null || !isCode(code)) {
            throw SnapshotRefusal.malformed(where + ".externalCode", "must be 1 to 255 characters without controls");
        }
        if (version == null || version < 0 || version > LARGEST_VERSION) {
            throw SnapshotRefusal.malformed(where + ".version", "must be 0 to 2^53");
        }
        if (data == null) {
            throw SnapshotRefusal.malformed(where + ".data", "is needed");
        }
        if (!Codes.isWithin(code, after, upTo)) {
            throw new SnapshotRefusal("out_of_range", where + ".externalCode is not behind after and up to upTo");
        }
        return new RemoteEntry(code, version, data, RemoteValues.of(entity, data, where));
    }

    /**
     * @throws SnapshotRefusal {@code hash_mismatch} if the items are others than those that were hashed
     */
    public void requireHash(List<String> fields) {
        if (entries == null) {
            return;
        }
        CanonicalLines lines = new CanonicalLines(fields);
        entries.forEach(entry -> lines.add(entry.externalCode(), entry.values()));
        String found = lines.sha256();
        if (!found.equals(sha256)) {
            throw new SnapshotRefusal(
                    "hash_mismatch", "snapshot.sha256 says " + sha256 + ", and the items make " + found);
        }
    }

    private static boolean isCode(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= LONGEST_CODE
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static void demand(boolean holds, String member, String message) {
        if (!holds) {
            throw SnapshotRefusal.malformed("snapshot." + member, message);
        }
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return path.isEmpty() ? "snapshot" : path;
    }
}
