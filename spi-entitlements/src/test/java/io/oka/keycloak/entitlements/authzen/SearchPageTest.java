package io.oka.keycloak.entitlements.authzen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.entitlements.authzen.Question.Open;
import io.oka.keycloak.entitlements.authzen.SearchRepresentation.ResultRepresentation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchPageTest {

    private static final SecretKey KEY = key("one");
    private static final String SEARCH =
            "{\"subject\": {\"type\": \"user\"}, \"action\": {\"name\": \"read\"}, \"resource\": {\"type\": \"service\"}%s}";

    @Test
    void tokenLeadsOnWhereThePageEnded() {
        SearchPage first = page(", \"page\": {\"limit\": 2}");
        SearchRepresentation answer = answer(first, 3);

        SearchPage second = page(", \"page\": {\"token\": \"" + next(answer) + "\"}");

        assertThat(first.after()).isNull();
        assertThat(first.max()).isEqualTo(3);
        assertThat(second.after()).isEqualTo("row2");
        assertThat(second.max()).isEqualTo(3);
        assertThat(next(answer(second, 1))).isEmpty();
    }

    @Test
    void orderOfMembersAndAnIdThatIsNotHeardAreNoMatter() {
        String token = next(answer(page(", \"page\": {\"limit\": 1}"), 2));

        SearchPage second = SearchPage.read(
                QuestionTest.object("{\"page\": {\"token\": \"" + token + "\"}, \"resource\": {\"type\": \"service\"},"
                        + " \"action\": {\"name\": \"read\"}, \"subject\": {\"id\": \"x\", \"type\": \"user\"}}"),
                Open.SUBJECT,
                KEY);

        assertThat(second.after()).isEqualTo("row1");
    }

    @Test
    void tokenIsGoodForOneSearchUnderOneKey() {
        String token = ", \"page\": {\"token\": \"" + next(answer(page(", \"page\": {\"limit\": 1}"), 2)) + "\"}";

        assertThatThrownBy(() -> page(", \"context\": {}" + token)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> SearchPage.read(search(token), Open.RESOURCE, KEY))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> SearchPage.read(search(token), Open.SUBJECT, key("two")))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> page(token.replace("}", ", \"limit\": 2}"))).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ".", "a.b", "eyJsaW1pdCI6OTl9.", "ö.ö"})
    void tokenOfNobodyIsRefused(String token) {
        assertThatThrownBy(() -> page(", \"page\": {\"token\": \"" + token + "\"}"))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void noPageHoldsMoreThanTheLargest() {
        assertThat(page("").max()).isEqualTo(101);
        assertThat(page(", \"page\": {\"limit\": 5000}").max()).isEqualTo(101);
        assertThat(answer(page(""), 5).page()).isNull();
        assertThat(next(answer(page(""), 101))).isNotEmpty();
        assertThat(next(answer(page(", \"page\": {\"limit\": 0}"), 1))).isNotEmpty();
    }

    private static SearchRepresentation answer(SearchPage page, int rows) {
        return page.answer(
                IntStream.rangeClosed(1, rows).mapToObj(i -> "row" + i).toList(),
                row -> row,
                given -> given.stream().map(ResultRepresentation::action).toList());
    }

    private static String next(SearchRepresentation answer) {
        return Objects.requireNonNull(answer.page()).nextToken();
    }

    private static SearchPage page(String more) {
        return SearchPage.read(search(more), Open.SUBJECT, KEY);
    }

    private static ObjectNode search(String more) {
        return QuestionTest.object(SEARCH.formatted(more));
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA512");
    }
}
