package io.oka.keycloak.entitlements.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Patch;
import java.io.ByteArrayInputStream;

/** Partial updates of what is otherwise written as a whole: absent members stay, null clears, all else replaces. */
final class Merge {

    private Merge() {}

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for what is not known or not of the right type
     */
    static <T> T of(T present, Patch patch, Class<T> type) {
        ObjectNode merged = Json.MAPPER.valueToTree(present);
        patch.names().forEach(name -> merged.set(name, patch.get(name)));
        return JsonBody.read(new ByteArrayInputStream(Json.write(merged))).as(type);
    }
}
