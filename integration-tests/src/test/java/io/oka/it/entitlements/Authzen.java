package io.oka.it.entitlements;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Caller;
import io.oka.testing.Response;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AuthZEN's questions, for tests to change. */
final class Authzen {

    static final String EVALUATION = "/access/v1/evaluation";
    static final String EVALUATIONS = "/access/v1/evaluations";
    static final String SUBJECTS = "/access/v1/search/subject";
    static final String RESOURCES = "/access/v1/search/resource";
    static final String ACTIONS = "/access/v1/search/action";

    private Authzen() {}

    static Map<String, Object> subject(String type, String id) {
        return Map.of("type", type, "id", id);
    }

    static Map<String, Object> action(String name) {
        return Map.of("name", name);
    }

    static Map<String, Object> service(String id, String tenantId) {
        return Map.of("type", "service", "id", id, "properties", Map.of("tenantId", tenantId));
    }

    /** Whether the user may read documents of the tenant. */
    static Map<String, Object> question(String userId, String tenantId) {
        return new LinkedHashMap<>(Map.of(
                "subject", subject("user", userId),
                "action", action("documents:read"),
                "resource", service("documents", tenantId)));
    }

    static Map<String, Object> with(Map<String, ?> question, String member, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new HashMap<>(question);
        changed.put(member, value);
        return changed;
    }

    static Map<String, Object> without(Map<String, ?> question, String member) {
        Map<String, Object> changed = new HashMap<>(question);
        changed.remove(member);
        return changed;
    }

    static Response ask(Caller caller, String path, Map<String, ?> body) {
        return caller.post(path).json(body).send();
    }

    static JsonNode evaluate(Caller caller, Map<String, ?> question) {
        return ask(caller, EVALUATION, question).expect(200).json();
    }

    static String reason(JsonNode evaluation) {
        return evaluation.at("/context/reason").asText();
    }

    static List<Boolean> decisions(Response answer) {
        return answer.expect(200).json().path("evaluations").findValues("decision").stream()
                .map(JsonNode::asBoolean)
                .toList();
    }

    /** The ids or names that a search has found. */
    static List<String> found(JsonNode page, String member) {
        return page.path("results").findValuesAsText(member);
    }
}
