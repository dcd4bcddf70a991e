package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.decision.DecisionRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of JSON objects and gathers what is wrong with them. Members that nobody asks for are passed over, and
 * null counts as absent, as the standard's readers expect; a member of another type than the standard gives it is wrong.
 */
final class Members {

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final List<FieldError> errors = new ArrayList<>();

    /** The object of this name; an empty one where it is absent or wrong. */
    ObjectNode object(ObjectNode in, String name, String path) {
        JsonNode found = present(in, name);
        if (found == null || found instanceof ObjectNode) {
            return found == null ? NOTHING : (ObjectNode) found;
        }
        wrong(path, "must be an object");
        return NOTHING;
    }

    /** Like {@link #object}, of one that must be there. */
    ObjectNode neededObject(ObjectNode in, String name) {
        if (present(in, name) == null) {
            wrong(name, "is needed");
        }
        return object(in, name, name);
    }

    /** The text of this name; null where it is absent or wrong. */
    @Nullable
    String text(ObjectNode in, String name, String path) {
        JsonNode found = present(in, name);
        if (found != null && !found.isTextual()) {
            wrong(path, "must be a string");
            return null;
        }
        if (found != null && !DecisionRequest.isPrintable(found.textValue())) {
            wrong(path, "must be 1 to 255 printable characters");
            return null;
        }
        return found == null ? null : found.textValue();
    }

    /** Like {@link #text}, of one that must be there; empty where it is not. */
    String neededText(ObjectNode in, String name, String path) {
        if (present(in, name) == null) {
            wrong(path, "is needed");
        }
        String text = text(in, name, path);
        return text == null ? "" : text;
    }

    /** The whole number of this name; null where it is absent or wrong. */
    @Nullable
    Long number(ObjectNode in, String name, String path, long least) {
        JsonNode found = present(in, name);
        if (found == null) {
            return null;
        }
        if (!found.isIntegralNumber() || !found.canConvertToLong() || found.longValue() < least) {
            wrong(path, "must be a whole number, at least " + least);
            return null;
        }
        return found.longValue();
    }

    void wrong(String path, String message) {
        errors.add(new FieldError(path, message));
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 if anything was wrong
     */
    void orRefuse() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors).asException();
        }
    }

    /** The member; null where it is absent. */
    static @Nullable JsonNode present(ObjectNode in, String name) {
        JsonNode found = in.get(name);
        return found == null || found.isNull() ? null : found;
    }
}
