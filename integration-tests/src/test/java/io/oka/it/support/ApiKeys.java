package io.oka.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.Caller;
import io.oka.testing.Http;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The API keys of one tenant, as somebody manages them. */
public record ApiKeys(Caller caller, String path) {

    /** As a person of the realm. */
    public static ApiKeys of(TestRealm realm, String person, String tenantId) {
        return new ApiKeys(realm.as(person), "/tenants/" + tenantId + "/api-keys");
    }

    /** As the operator. */
    public static ApiKeys ofOperator(TestRealm realm, String tenantId) {
        return new ApiKeys(realm.operator(), "/tenants/" + tenantId + "/api-keys");
    }

    /** Lets keys of the realm have the demo's scopes. */
    public static void allowScopes(TestRealm realm) {
        realm.setting("keyScopes", List.of("documents:*", "search:*", "usage:write"));
        realm.setting("keyAudiences", List.of("documents-api"));
    }

    /** What a key needs, for tests to add to. */
    public static Map<String, Object> body(String name) {
        return new LinkedHashMap<>(Map.of("name", name, "scopes", List.of("documents:read")));
    }

    public Http.Request creation(Map<String, ?> body) {
        return caller.post(path).json(body);
    }

    public Response create(Map<String, ?> body) {
        return creation(body).send();
    }

    /** A key that was just made: its representation, with the key. */
    public Response create() {
        return create(body("key")).expect(201);
    }

    /** A key with an end. */
    public Response createUntil(Instant expiresAt) {
        Map<String, Object> body = body("key");
        body.put("expiresAt", expiresAt.toString());
        return create(body).expect(201);
    }

    public Response get(String id) {
        return caller.get(path + "/" + id).send();
    }

    public JsonNode json(String id) {
        return get(id).expect(200).json();
    }

    /** The key's status. */
    public String status(String id) {
        return json(id).path("status").asText();
    }

    public Response patch(String id, Map<String, ?> patch) {
        return caller.patch(path + "/" + id).json(patch).send();
    }

    public Response revoke(String id) {
        return caller.delete(path + "/" + id).send();
    }

    public Http.Request rotation(String id, long graceSeconds) {
        return caller.post(path + "/" + id + "/rotate").json(Map.of("gracePeriodSeconds", graceSeconds));
    }

    public Response rotate(String id, long graceSeconds) {
        return rotation(id, graceSeconds).send();
    }

    public Response list(String query) {
        return caller.get(path + query).send();
    }

    /** Ids of the list, in its order. */
    public List<String> ids(String query) {
        return list(query).expect(200).json().findValuesAsText("id");
    }

    /** The key in an answer that made it. */
    public static String secret(Response made) {
        return made.json().path("key").asText();
    }

    /** What a node finds by a key. */
    public static JsonNode find(TestRealm realm, String secret) {
        return realm.anonymous()
                .post("/oka-testing/api-keys/find")
                .json(Map.of("key", secret))
                .send()
                .expect(200)
                .json();
    }
}
