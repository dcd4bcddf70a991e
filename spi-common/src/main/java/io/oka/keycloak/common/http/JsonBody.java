package io.oka.keycloak.common.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.common.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read once and whole: at most 1 MiB of well-formed UTF-8 that is one JSON value without NUL.
 * Resources authorize first and read then, so that a stranger learns nothing from how a body is refused.
 */
public final class JsonBody {

    public static final int MAX_BYTES = 1024 * 1024;

    private final byte[] bytes;
    private final JsonNode tree;

    private JsonBody(byte[] bytes, JsonNode tree) {
        this.bytes = bytes;
        this.tree = tree;
    }

    /**
     * @throws ProblemException 413 over 1 MiB, 400 for anything that is not one JSON value in UTF-8
     */
    public static JsonBody read(@Nullable InputStream in) {
        return of(readBytes(in));
    }

    /**
     * Like {@link #read}, of a body that was read as bytes, because it is signed.
     *
     * @throws ProblemException 400 for anything that is not one JSON value in UTF-8
     */
    public static JsonBody of(byte[] bytes) {
        JsonNode tree = parse(decode(bytes));
        if (tree instanceof MissingNode) {
            throw Problem.badRequest("malformed_json", "A JSON body is needed").asException();
        }
        refuseUnstorable(tree, "");
        return new JsonBody(bytes, tree);
    }

    /**
     * Like {@link #read}, of a value that was read before, such as a part of another body.
     *
     * @throws ProblemException 400 for none, or one that cannot be stored
     */
    public static JsonBody of(JsonNode tree) {
        if (tree instanceof MissingNode) {
            throw Problem.badRequest("malformed_json", "A JSON value is needed").asException();
        }
        refuseUnstorable(tree, "");
        return new JsonBody(Json.write(tree), tree);
    }

    /** Like {@link #read}, but an empty body counts as an empty object. */
    public static JsonBody readOptional(@Nullable InputStream in) {
        return ofOptional(readBytes(in));
    }

    /** Like {@link #of}, but an empty body counts as an empty object. */
    public static JsonBody ofOptional(byte[] bytes) {
        return bytes.length == 0 ? new JsonBody(bytes, Json.MAPPER.createObjectNode()) : of(bytes);
    }

    /** The body as a tree, for what is to be read leniently before {@link #as}. */
    public JsonNode tree() {
        return tree;
    }

    /** The body as it came, for comparing replays. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The body as a value of this type.
     *
     * @throws ProblemException 400, naming each member that does not fit
     */
    public <T> T as(Class<T> type) {
        if (!tree.isObject()) {
            throw Problem.badRequest("malformed_json", "A JSON object is needed")
                    .asException();
        }
        try {
            return Json.MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw refusal(e);
        }
    }

    /** The elements of an array, each to be read and refused by itself. */
    public List<JsonBody> elements() {
        List<JsonBody> elements = new ArrayList<>();
        tree.elements().forEachRemaining(element -> elements.add(new JsonBody(Json.write(element), element)));
        return elements;
    }

    /** The body as a partial update: members that are absent stay as they are. */
    public Patch asPatch() {
        if (tree instanceof ObjectNode object) {
            return new Patch(object);
        }
        throw Problem.badRequest("malformed_json", "A JSON object is needed").asException();
    }

    /**
     * @throws ProblemException 413 over 1 MiB
     */
    public static byte[] readBytes(@Nullable InputStream in) {
        try {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Problem.of(413, "payload_too_large", "The body is too large", "At most 1 MiB is read")
                        .asException();
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.badRequest("malformed_json", "The body could not be read")
                    .asException();
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("malformed_json", "The body is not well-formed UTF-8")
                    .asException();
        }
    }

    private static JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            // Jackson's own message may quote the body, which may hold a secret: say where, not what.
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            boolean duplicate =
                    e.getOriginalMessage() != null && e.getOriginalMessage().startsWith("Duplicate");
            throw Problem.badRequest(
                            duplicate ? "duplicate_member" : "malformed_json",
                            (duplicate ? "A member stands twice in one object" : "The body is not well-formed JSON")
                                    + where)
                    .asException();
        }
    }

    private static void refuseUnstorable(JsonNode node, String path) {
        if (node.isTextual()) {
            refuseUnstorable(node.textValue(), path, "must not hold ");
        }
        if (node.isObject()) {
            node.properties().forEach(member -> {
                refuseUnstorable(member.getKey(), path, "names must not hold ");
                refuseUnstorable(member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey());
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                refuseUnstorable(node.get(i), path + "[" + i + "]");
            }
        }
    }

    /** What an escape in JSON can bring into a text, and neither PostgreSQL nor UTF-8 can hold. */
    private static void refuseUnstorable(String text, String path, String complaint) {
        boolean nul = text.indexOf('\0') >= 0;
        if (nul || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw Problem.invalid(
                            path.isEmpty() ? "$" : path, complaint + (nul ? "U+0000" : "half of a surrogate pair"))
                    .asException();
        }
    }

    static ProblemException refusal(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return unknownMember(fieldOf(unknown));
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problem.invalid(fieldOf(mapping), "is not of the right type").asException();
        }
        return Problem.badRequest("malformed_json", "The body does not have the right shape")
                .asException();
    }

    static ProblemException unknownMember(String field) {
        return new Problem(
                        400,
                        "unknown_member",
                        "The request has a member that is not known here",
                        null,
                        List.of(new FieldError(field, "is not known here")),
                        java.util.Map.of())
                .asException();
    }

    private static String fieldOf(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
