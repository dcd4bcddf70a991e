package io.oka.keycloak.common.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.problem.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partial update in the manner of RFC 7396 (JSON Merge Patch), one level deep: absent members stay, {@code null}
 * clears, all else replaces.
 */
public final class Patch {

    private final ObjectNode members;

    Patch(ObjectNode members) {
        this.members = members;
    }

    /**
     * Refuses every member that is not named here.
     *
     * @param allowed what may be patched
     * @param readOnly what the caller will have seen in the representation, with a clearer refusal
     */
    public Patch allow(Set<String> allowed, Set<String> readOnly) {
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            if (readOnly.contains(member.getKey()) && !allowed.contains(member.getKey())) {
                throw Problem.invalid(member.getKey(), "is read-only here").asException();
            }
            if (!allowed.contains(member.getKey())) {
                throw JsonBody.unknownMember(member.getKey());
            }
        }
        return this;
    }

    public boolean has(String member) {
        return members.has(member);
    }

    public Set<String> names() {
        return Set.copyOf(members.properties().stream().map(Map.Entry::getKey).toList());
    }

    /** The member, or {@code null} where it is absent or null: ask {@link #has} first. */
    public <T> @Nullable T get(String member, TypeReference<T> type) {
        JsonNode value = members.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return Json.MAPPER.treeToValue(value, type);
        } catch (JsonProcessingException e) {
            throw Problem.invalid(member, "is not of the right type").asException();
        }
    }

    public @Nullable JsonNode get(String member) {
        return members.get(member);
    }

    public @Nullable String getText(String member) {
        return get(member, new TypeReference<String>() {});
    }

    public @Nullable Long getLong(String member) {
        return get(member, new TypeReference<Long>() {});
    }
}
