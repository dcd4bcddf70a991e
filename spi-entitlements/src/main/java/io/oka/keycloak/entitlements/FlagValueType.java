package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a flag's values are, in the words of OpenFeature. */
public enum FlagValueType {
    BOOLEAN(JsonNode::isBoolean, BooleanNode.FALSE),
    STRING(JsonNode::isTextual, TextNode.valueOf("")),
    INTEGER(JsonNode::isIntegralNumber, IntNode.valueOf(0)),
    DOUBLE(value -> value.isNumber() && Double.isFinite(value.doubleValue()), DoubleNode.valueOf(0)),
    OBJECT(JsonNode::isContainerNode, JsonNodeFactory.instance.objectNode());

    private final Predicate<JsonNode> test;
    private final JsonNode nothing;

    FlagValueType(Predicate<JsonNode> test, JsonNode nothing) {
        this.test = test;
        this.nothing = nothing;
    }

    public boolean admits(JsonNode value) {
        return test.test(value);
    }

    /** The value of a flag that is off and says nothing else: there always is one. */
    public JsonNode nothing() {
        return nothing.deepCopy();
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of this name; null if there is none. */
    public static @Nullable FlagValueType find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }

    @JsonCreator
    static FlagValueType ofWireName(String wireName) {
        FlagValueType found = find(wireName);
        if (found == null) {
            throw new IllegalArgumentException("There is no such type of value");
        }
        return found;
    }
}
