package io.oka.keycloak.sync.outbound;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in what happened: after one row of one transaction. Within a transaction changes come before usage.
 *
 * @param transaction that wrote the row
 * @param position of a change in its log; of a use, after all changes of its transaction
 * @param usageId of a use; of a change empty, which is before all uses of its transaction
 */
record FeedPlace(long transaction, long position, String usageId) {

    static final FeedPlace BEGINNING = new FeedPlace(0, 0, "");

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})\\.(?:c(\\d{1,18})|u([0-9a-f-]{36}))");

    static FeedPlace ofChange(long transaction, long position) {
        return new FeedPlace(transaction, position, "");
    }

    static FeedPlace ofUsage(long transaction, String id) {
        return new FeedPlace(transaction, Long.MAX_VALUE, id);
    }

    /**
     * @return null for what {@link #text} never wrote
     */
    static @Nullable FeedPlace parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return null;
        }
        long transaction = Long.parseLong(written.group(1));
        String position = written.group(2);
        return position == null
                ? ofUsage(transaction, written.group(3))
                : ofChange(transaction, Long.parseLong(position));
    }

    String text() {
        return transaction + (usageId.isEmpty() ? ".c" + position : ".u" + usageId);
    }
}
