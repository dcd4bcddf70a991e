package io.oka.keycloak.common.http;

import io.oka.keycloak.common.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log that grows without bound is asked for. The cursor names a place in the order and nothing else: what
 * may be seen from there is decided by each query anew.
 *
 * @param after the last row that the caller has seen; null for the beginning
 * @param limit how many rows to give, 1 to {@value Page#LARGEST}
 */
public record CursorPage(@Nullable String after, int limit) {

    private static final int LONGEST_CURSOR = 256;

    /**
     * Reads the query parameters {@code cursor} and {@code limit}.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a cursor that is none of ours, or a limit out of
     *     range
     */
    public static CursorPage of(@Nullable String cursor, @Nullable String limit) {
        int size = Page.number("limit", limit, Page.USUAL);
        new Validation()
                .check(size >= 1 && size <= Page.LARGEST, "limit", "must be 1 to " + Page.LARGEST)
                .orRefuse();
        return new CursorPage(cursor == null || cursor.isEmpty() ? null : decode(cursor), size);
    }

    /**
     * The answer for one row more than was asked for, which tells whether there is a next page.
     *
     * @param rows at most {@link #limit} and one more
     * @param place where a row stands in the order
     */
    public <T> Items<T> answer(List<T> rows, Function<T, String> place) {
        boolean more = rows.size() > limit;
        List<T> given = more ? rows.subList(0, limit) : rows;
        return new Items<>(given, more ? cursor(place.apply(given.get(limit - 1))) : null);
    }

    /** A page of a log. */
    @Schema(hidden = true)
    public record Items<T>(List<T> items, @Nullable String nextCursor) {}

    /** Names a place in the order, for logs whose readers go on from the end. */
    public static String cursor(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (cursor.length() <= LONGEST_CURSOR && place.indexOf('\0') < 0) {
                return place;
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: said below.
        }
        throw Problem.invalid("cursor", "is not a cursor that was given here").asException();
    }
}
