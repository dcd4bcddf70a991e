package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.entitlements.authzen.Question.Open;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Many evaluations in one request. What stands beside the array is the default of each, whole: an evaluation that has a
 * subject of its own takes nothing of the one beside the array.
 */
final class Evaluations {

    /** As many as the largest page of a list. */
    static final int MOST = 100;

    private static final List<String> DEFAULTED = List.of("subject", "action", "resource", "context");

    private final Function<Question, EvaluationRepresentation> decider;

    Evaluations(Function<Question, EvaluationRepresentation> decider) {
        this.decider = decider;
    }

    /** Which of the evaluations are made. */
    enum Semantic {
        EXECUTE_ALL(null),
        DENY_ON_FIRST_DENY(false),
        PERMIT_ON_FIRST_PERMIT(true);

        /** With which decision it ends; null if all are made. */
        private final @Nullable Boolean last;

        Semantic(@Nullable Boolean last) {
            this.last = last;
        }

        private String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An {@link EvaluationsRepresentation}, or an {@link EvaluationRepresentation} where the array is empty or absent.
     *
     * @throws ProblemException 400 for a request that is malformed as a whole
     */
    Object answer(ObjectNode request) {
        Semantic semantic = semantic(request);
        ArrayNode items = items(request);
        if (items.isEmpty()) {
            return decider.apply(Question.read(request, Open.NOTHING));
        }
        Question.checkDefaults(request);
        List<EvaluationRepresentation> answers = new ArrayList<>();
        for (JsonNode item : items) {
            EvaluationRepresentation answer = evaluate(withDefaults((ObjectNode) item, request));
            answers.add(answer);
            if (Objects.equals(semantic.last, answer.decision())) {
                break;
            }
        }
        return new EvaluationsRepresentation(answers);
    }

    /** What is wrong with one evaluation is its own: the others are made nevertheless. */
    private EvaluationRepresentation evaluate(ObjectNode item) {
        try {
            return decider.apply(Question.read(item, Open.NOTHING));
        } catch (ProblemException e) {
            Problem problem = e.problem();
            if (problem.status() != 400 && problem.status() != 403) {
                throw e;
            }
            return EvaluationRepresentation.failed(problem);
        }
    }

    private static ObjectNode withDefaults(ObjectNode item, ObjectNode request) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        for (String name : DEFAULTED) {
            JsonNode own = Members.present(item, name);
            JsonNode given = own == null ? Members.present(request, name) : own;
            if (given != null) {
                whole.set(name, given);
            }
        }
        return whole;
    }

    private static ArrayNode items(ObjectNode request) {
        JsonNode given = Members.present(request, "evaluations");
        if (given == null) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!(given instanceof ArrayNode items)) {
            throw Problem.invalid("evaluations", "must be an array").asException();
        }
        if (items.size() > MOST) {
            throw Problem.invalid("evaluations", "must be at most " + MOST).asException();
        }
        for (int i = 0; i < items.size(); i++) {
            if (!items.get(i).isObject()) {
                throw Problem.invalid("evaluations[" + i + "]", "must be an object")
                        .asException();
            }
        }
        return items;
    }

    private static Semantic semantic(ObjectNode request) {
        Members members = new Members();
        ObjectNode options = members.object(request, "options", "options");
        String path = "options.evaluations_semantic";
        String wanted = members.text(options, "evaluations_semantic", path);
        members.orRefuse();
        return Arrays.stream(Semantic.values())
                .filter(semantic -> semantic.wireName().equals(wanted == null ? "execute_all" : wanted))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                                path,
                                "must be one of "
                                        + Arrays.stream(Semantic.values())
                                                .map(Semantic::wireName)
                                                .collect(Collectors.joining(", ")))
                        .asException());
    }
}
