package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Page;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.authzen.PageTokens.Place;
import io.oka.keycloak.entitlements.authzen.Question.Open;
import io.oka.keycloak.entitlements.authzen.SearchRepresentation.PageRepresentation;
import io.oka.keycloak.entitlements.authzen.SearchRepresentation.ResultRepresentation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Which part of what a search finds is asked for: the {@code page} of the request. */
final class SearchPage {

    private static final List<String> BOUND = List.of("subject", "action", "resource", "context");

    private final PageTokens tokens;
    private final Place place;
    private final boolean asked;

    private SearchPage(PageTokens tokens, Place place, boolean asked) {
        this.tokens = tokens;
        this.place = place;
        this.asked = asked;
    }

    /**
     * @param key a secret of the realm's
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a page that is malformed, or a token that was not
     *     given in this very search
     */
    static SearchPage read(ObjectNode request, Open open, SecretKey key) {
        Members members = new Members();
        ObjectNode page = members.object(request, "page", "page");
        Long limit = members.number(page, "limit", "page.limit", 0);
        JsonNode token = Members.present(page, "token");
        if (token != null && !token.isTextual()) {
            members.wrong("page.token", "must be a string");
        }
        members.orRefuse();
        PageTokens tokens = new PageTokens(key, digest(request, open));
        Integer wanted = limit == null ? null : (int) Math.min(limit, Page.LARGEST);
        Place place = token == null || token.textValue().isEmpty()
                ? new Place(wanted == null ? Page.LARGEST : wanted, null)
                : tokens.open(token.textValue());
        // A limit may be left out after the first page, and may not change.
        if (place == null || (wanted != null && wanted != place.limit())) {
            throw Problem.invalid("page.token", "was not given in this search, which must stay the same on every page")
                    .asException();
        }
        return new SearchPage(tokens, place, Members.present(request, "page") != null);
    }

    /** After what the page begins; null for the beginning. */
    @Nullable
    String after() {
        return place.after();
    }

    /** How many to look at: one more than are given tells whether there is a next page. */
    int max() {
        return place.limit() + 1;
    }

    /**
     * The answer for what was looked at. A page can hold less than its limit, or nothing, and have a next one: a search
     * looks at so many and no more.
     *
     * @param rows at most {@link #max}
     * @param where where a row stands in the order
     * @param found gives what stands for those rows that are found
     */
    <T> SearchRepresentation answer(
            List<T> rows, Function<T, String> where, Function<List<T>, List<ResultRepresentation>> found) {
        boolean more = rows.size() > place.limit();
        List<T> given = more ? rows.subList(0, place.limit()) : rows;
        List<ResultRepresentation> results = found.apply(given);
        String last = given.isEmpty() ? place.after() : where.apply(given.get(given.size() - 1));
        String next = more ? tokens.seal(new Place(place.limit(), last)) : "";
        return new SearchRepresentation(asked || more ? new PageRepresentation(next, results.size()) : null, results);
    }

    /** The answer where there is nothing to look at. */
    SearchRepresentation nothing() {
        return answer(List.<String>of(), row -> row, given -> List.of());
    }

    /** What must be the same on every page; in which order its members stand is no matter. */
    private static byte[] digest(ObjectNode request, Open open) {
        ObjectNode bound = JsonNodeFactory.instance.objectNode().put("search", open.name());
        for (String name : BOUND) {
            JsonNode given = Members.present(request, name);
            if (given != null && !name.equals(open.name().toLowerCase(Locale.ROOT))) {
                bound.set(name, given);
            } else if (given instanceof ObjectNode searched) {
                // Of what is searched for, an id is not heard.
                bound.set(name, searched.deepCopy().without("id"));
            }
        }
        try {
            byte[] text = Json.MAPPER
                    .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsBytes(Json.MAPPER.treeToValue(bound, Object.class));
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was read can be written", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
