package io.oka.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
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
    private final Set<String> created = new HashSet<>();

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
        Map<String, String> ids = new LinkedHashMap<>();
        for (JsonNode tenant : seed.path("tenants")) {
            String id = tenantId(tenant);
            ids.put(tenant.path("name").asText(), id);
            subscribe(id, tenant.path("plan").asText());
            for (JsonNode member : tenant.path("members")) {
                api.send("POST", admin + "/tenants/" + id + "/members", member, Set.of(200, 201, 204, 409));
            }
        }
        for (JsonNode flag : seed.path("flags")) {
            flag(flag, ids);
        }
    }

    /** A new tenant stands on the lowest plan. Whoever comes back to the demo after months finds nothing overdue. */
    private void subscribe(String tenantId, String tier) {
        String path = admin + "/entitlements/subscriptions/" + tenantId;
        JsonNode present = api.get(path);
        boolean overdue = present.path("status").asText().equals("past_due")
                && present.path("tier").asText().equals(tier);
        if (created.contains(tenantId) || overdue) {
            api.put(path, Map.of("tier", tier));
        }
    }

    /** The seed calls tenants by their names. */
    private void flag(JsonNode flag, Map<String, String> tenantIds) {
        if (api.find(admin + "/entitlements/flags/" + flag.path("key").asText()).isPresent()) {
            return;
        }
        ObjectNode body = flag.deepCopy();
        if (flag.has("enabledTenants")) {
            ArrayNode ids = body.putArray("enabledTenants");
            texts(flag.path("enabledTenants")).forEach(name -> ids.add(tenantIds.get(name)));
        }
        api.post(admin + "/entitlements/flags", body);
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
        String id = api.post(admin + "/tenants", body).id();
        created.add(id);
        return id;
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
