package io.oka.keycloak.entitlements.authzen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches over a decider that says yes to carol. */
final class EvaluationsTest {

    private static final String DEFAULTS = """
            "subject": {"type": "user", "id": "carol"}, "action": {"name": "read"},
            "resource": {"type": "service", "id": "documents", "properties": {"tenantId": "acme"}},
            "context": {"requiredFeature": "export"}
            """;
    private static final String DAVE = "{\"subject\": {\"type\": \"user\", \"id\": \"dave\"}}";

    private final List<Question> asked = new ArrayList<>();
    private final Evaluations evaluations = new Evaluations(question -> {
        asked.add(question);
        if (question.subject().id().equals("erin")) {
            throw Problem.forbidden("insufficient_role", "Not about erin").asException();
        }
        return new EvaluationRepresentation(
                question.subject().id().equals("carol"),
                new EvaluationRepresentation.ContextRepresentation("test", null, null));
    });

    @Test
    void ownMemberTakesNothingOfTheDefault() {
        answer(
                "[{}, {\"resource\": {\"type\": \"service\", \"id\": \"search\", \"properties\": {\"tenantId\": \"globex\"}}},"
                        + " {\"context\": {}}]");

        assertThat(asked)
                .extracting(question -> question.resource().id())
                .containsExactly("documents", "search", "documents");
        assertThat(asked).extracting(Question::tenantId).containsExactly("acme", "globex", "acme");
        assertThat(asked).extracting(Question::requiredFeature).containsExactly("export", "export", null);
    }

    @ParameterizedTest
    @CsvSource({"execute_all, 'true,false,true'", "deny_on_first_deny, 'true,false'", "permit_on_first_permit, 'true'"})
    void semanticSaysWhereItEnds(String semantic, String expected) {
        Object answer = evaluations.answer(QuestionTest.object("{" + DEFAULTS
                + ", \"evaluations\": [{}, " + DAVE + ", {}], \"options\": {\"evaluations_semantic\": \"" + semantic
                + "\"}}"));

        assertThat(decisions(answer)).isEqualTo(expected);
    }

    @Test
    void failureIsADenialOfItsOwn() {
        Object answer = answer("[{\"subject\": \"carol\"}, {\"subject\": {\"type\": \"user\", \"id\": \"erin\"}}, {}]");

        assertThat(decisions(answer)).isEqualTo("false,false,true");
        List<EvaluationRepresentation> all = ((EvaluationsRepresentation) answer).evaluations();
        assertThat(all.get(0).context().error())
                .isEqualTo(new EvaluationRepresentation.ErrorRepresentation(400, "subject must be an object"));
        assertThat(all.get(1).context().error())
                .isEqualTo(new EvaluationRepresentation.ErrorRepresentation(403, "Not about erin"));
    }

    @Test
    void failureEndsABatchThatEndsOnTheFirstDenial() {
        Object answer = evaluations.answer(QuestionTest.object("{" + DEFAULTS
                + ", \"evaluations\": [{\"action\": {}}, {}],"
                + " \"options\": {\"evaluations_semantic\": \"deny_on_first_deny\"}}"));

        assertThat(decisions(answer)).isEqualTo("false");
    }

    @Test
    void databaseThatIsAwayEndsItAll() {
        Evaluations away = new Evaluations(question -> {
            throw Problem.unavailable(2).asException();
        });

        assertThatThrownBy(() -> away.answer(QuestionTest.object("{" + DEFAULTS + ", \"evaluations\": [{}]}")))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"evaluations\": []", ", \"evaluations\": null"})
    void batchOfNothingIsOneEvaluation(String evaluations) {
        assertThat(this.evaluations.answer(QuestionTest.object("{" + DEFAULTS + evaluations + "}")))
                .isInstanceOf(EvaluationRepresentation.class);
    }

    @Test
    void asManyAsTheLargestPageAreTaken() {
        String most = "[" + "{},".repeat(Evaluations.MOST - 1) + "{}]";

        assertThat(((EvaluationsRepresentation) answer(most)).evaluations()).hasSize(Evaluations.MOST);
        assertThatThrownBy(() -> answer(most.replace("[", "[{},"))).isInstanceOf(ProblemException.class);
    }

    private Object answer(String items) {
        return evaluations.answer(QuestionTest.object("{" + DEFAULTS + ", \"evaluations\": " + items + "}"));
    }

    private static String decisions(Object answer) {
        return String.join(
                ",",
                ((EvaluationsRepresentation) answer)
                        .evaluations().stream()
                                .map(one -> Boolean.toString(one.decision()))
                                .toList());
    }
}
