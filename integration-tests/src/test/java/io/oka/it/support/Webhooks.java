package io.oka.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Caller;
import io.oka.testing.Http;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The webhooks of one tenant, or of the realm itself, as somebody manages them. */
public record Webhooks(Caller caller, String path) {

    /** As a person of the realm. */
    public static Webhooks of(TestRealm realm, String person, String tenantId) {
        return new Webhooks(realm.as(person), "/tenants/" + tenantId + "/webhooks");
    }

    /** A tenant's, as the operator. */
    public static Webhooks ofOperator(TestRealm realm, String tenantId) {
        return new Webhooks(realm.operator(), "/tenants/" + tenantId + "/webhooks");
    }

    /** The realm's own, as the operator. */
    public static Webhooks ofRealm(TestRealm realm) {
        return new Webhooks(realm.operator(), "/webhooks");
    }

    /** What an endpoint needs, for tests to add to. */
    public static Map<String, Object> body() {
        return new LinkedHashMap<>(Map.of("url", "https://hooks.example.com/oka", "events", List.of("*")));
    }

    /** The same with one member more, or another. */
    public static Map<String, Object> body(String member, Object value) {
        Map<String, Object> body = body();
        body.put(member, value);
        return body;
    }

    public Http.Request creation(Map<String, ?> body) {
        return caller.post(path).json(body);
    }

    public Response create(Map<String, ?> body) {
        return creation(body).send();
    }

    /** An endpoint that was just made: its representation, with the secret. */
    public Response create() {
        return create(body()).expect(201);
    }

    public Response get(String id) {
        return caller.get(path + "/" + id).send();
    }

    public JsonNode json(String id) {
        return get(id).expect(200).json();
    }

    public Response list(String query) {
        return caller.get(path + query).send();
    }

    public Http.Request patching(String id, Map<String, ?> patch) {
        return caller.patch(path + "/" + id).json(patch);
    }

    public Response patch(String id, Map<String, ?> patch) {
        return patching(id, patch).send();
    }

    public Response delete(String id) {
        return caller.delete(path + "/" + id).send();
    }

    public Response activate(String id) {
        return caller.post(path + "/" + id + "/activate").send();
    }

    public Response deactivate(String id) {
        return caller.post(path + "/" + id + "/deactivate").send();
    }

    public Http.Request rotation(String id, Map<String, ?> body) {
        return caller.post(path + "/" + id + "/secret/rotate").json(body);
    }

    public Response rotate(String id, int overlapHours) {
        return rotation(id, Map.of("overlapHours", overlapHours)).send();
    }

    /** The secret in an answer that holds it. */
    public static String secret(Response answer) {
        return answer.json().path("secret").asText();
    }
}
