package io.oka.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Brings the demo realm to what {@code seed.json} says, through the endpoints that anybody could call. What is there
 * already stays, so that it may run at each start.
 */
final class DemoSeed {

    private static final String FOLDER = "/io/oka/realm/";

    private final AdminApi api;
    private final String realm;
    private final String admin;

    DemoSeed(AdminApi api, String realm) {
        this.api = api;
        this.realm = realm;
        this.admin = "/admin/realms/" + realm;
    }

    /** A file of module realm-config. */
    static byte[] file(String name) {
        try (InputStream content = DemoSeed.class.getResourceAsStream(FOLDER + name)) {
            if (content == null) {
                throw new ServerException(name + " is not on the class path");
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void run() {
        JsonNode seed = seed();
        switchOn();
        api.patch(admin + "/oka/settings", seed.path("settings"));
        for (JsonNode grant : seed.path("serviceRoles")) {
            api.grantServiceRoles(
                    realm,
                    grant.path("client").asText(),
                    grant.path("roleClient").asText(),
                    texts(grant.path("roles")));
        }
        seed.path("defaultClientScopes")
                .properties()
                .forEach(scope -> api.addDefaultScope(realm, scope.getKey(), texts(scope.getValue())));
        GoogleLogin.of(System.getenv()).apply(api, realm);
        for (JsonNode tenant : seed.path("tenants")) {
            String id = tenantId(tenant);
            for (JsonNode member : tenant.path("members")) {
                api.send("POST", admin + "/tenants/" + id + "/members", member, Set.of(200, 201, 204, 409));
            }
        }
    }

    private void switchOn() {
        AdminApi.Answer answer = api.send("POST", admin + "/oka/setup", null, Set.of(200, 201, 204, 404));
        if (answer.status() == 404) {
            throw new ServerException("The server knows no " + admin
                    + "/oka/setup: the bundle is not in its providers folder, or did not load; see its log.");
        }
    }

    private String tenantId(JsonNode tenant) {
        String name = tenant.path("name").asText();
        for (JsonNode found : api.get(admin + "/tenants?search=" + AdminApi.encode(name))) {
            if (found.path("name").asText().equals(name)) {
                return found.path("id").asText();
            }
        }
        Map<String, String> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("displayName", tenant.path("displayName").asText());
        body.put("ownerUsername", tenant.path("owner").asText());
        return api.post(admin + "/tenants", body).id();
    }

    private static JsonNode seed() {
        try {
            return new ObjectMapper().readTree(file("seed.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
