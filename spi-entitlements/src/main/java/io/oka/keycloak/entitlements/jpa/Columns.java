package io.oka.keycloak.entitlements.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Columns that hold JSON. */
final class Columns {

    static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    static final TypeReference<Set<String>> TEXT_SET = new TypeReference<>() {};
    static final TypeReference<Map<String, Boolean>> SWITCHES = new TypeReference<>() {};

    private Columns() {}

    /**
     * @throws IllegalStateException if it is not what we wrote
     */
    static <T> T read(String column, TypeReference<T> type, String whose) {
        try {
            return Json.MAPPER.readValue(column, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of " + whose + " is damaged", e);
        }
    }
}
