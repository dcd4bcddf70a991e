package io.oka.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keycloak's and Oka's admin endpoints, called as the operator of the master realm; an unexpected answer fails. */
public final class AdminApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TOKEN_USE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String baseUrl;
    private final String username;
    private final String password;
    private String token = "";
    private long tokenTaken;

    public AdminApi(String baseUrl, String username, String password) {
        this.baseUrl = baseUrl;
        this.username = username;
        this.password = password;
    }

    /** What the server said. */
    public record Answer(int status, JsonNode json, Optional<String> location) {

        /** The id of what a {@code 201} created: its body's, or else the last segment of its location. */
        public String id() {
            if (json.hasNonNull("id")) {
                return json.get("id").asText();
            }
            String url = location.orElseThrow(() -> new ServerException("an answer with neither id nor Location"));
            return url.substring(url.lastIndexOf('/') + 1);
        }
    }

    public JsonNode get(String path) {
        return send("GET", path, null, Set.of(200)).json();
    }

    /** The representation, or nothing where the server answers 404. */
    public Optional<JsonNode> find(String path) {
        Answer answer = send("GET", path, null, Set.of(200, 404));
        return answer.status() == 404 ? Optional.empty() : Optional.of(answer.json());
    }

    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body, Set.of(200, 201, 202, 204));
    }

    public Answer put(String path, @Nullable Object body) {
        return send("PUT", path, body, Set.of(200, 201, 204));
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, body, Set.of(200, 204));
    }

    public void delete(String path) {
        send("DELETE", path, null, Set.of(200, 204, 404));
    }

    /** Sends any request; the path is what follows the base URL, such as {@code /admin/realms}. */
    public Answer send(String method, String path, @Nullable Object body, Set<Integer> expected) {
        HttpResponse<String> response = exchange(request(method, path, body));
        if (response.statusCode() == 401 && !expected.contains(401)) {
            // The server was restarted, or its clock moved: the token is no good any more.
            forgetToken();
            response = exchange(request(method, path, body));
        }
        if (!expected.contains(response.statusCode())) {
            throw new ServerException("%s %s answered %d: %s"
                    .formatted(method, baseUrl + path, response.statusCode(), abbreviate(response.body())));
        }
        return new Answer(
                response.statusCode(), json(response.body()), response.headers().firstValue("Location"));
    }

    private HttpRequest request(String method, String path, @Nullable Object body) {
        HttpRequest.BodyPublisher content =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token())
                .header("Accept", "application/json")
                .method(method, content);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return request.build();
    }

    /** Takes a new token next time: the present one is no good once the server's clock or sessions are others. */
    public synchronized void forgetToken() {
        token = "";
    }

    /** The operator's access token, renewed before it expires. */
    public synchronized String token() {
        if (token.isEmpty() || System.nanoTime() - tokenTaken > TOKEN_USE.toNanos()) {
            token = passwordToken("master", "admin-cli", username, password);
            tokenTaken = System.nanoTime();
        }
        return token;
    }

    /** An access token by the password grant of a public client. */
    public String passwordToken(String realm, String clientId, String user, String secret) {
        String form = form(Map.of(
                "grant_type", "password",
                "client_id", clientId,
                "username", user,
                "password", secret,
                "scope", "openid"));
        String url = baseUrl + "/realms/" + realm + "/protocol/openid-connect/token";
        HttpResponse<String> response = exchange(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        if (response.statusCode() != 200) {
            throw new ServerException("No token for %s in realm %s: the server answered %d: %s"
                    .formatted(user, realm, response.statusCode(), abbreviate(response.body())));
        }
        return json(response.body()).path("access_token").asText();
    }

    /** The internal id of a client, by the id that requests carry. */
    public String clientUuid(String realm, String clientId) {
        for (JsonNode client : get("/admin/realms/" + realm + "/clients?clientId=" + encode(clientId))) {
            return client.path("id").asText();
        }
        throw new ServerException("realm " + realm + " has no client " + clientId);
    }

    /** Gives the service account of one client roles of another client. */
    public void grantServiceRoles(String realm, String clientId, String roleClientId, List<String> roles) {
        String admin = "/admin/realms/" + realm;
        String account = get(admin + "/clients/" + clientUuid(realm, clientId) + "/service-account-user")
                .path("id")
                .asText();
        grantClientRoles(realm, account, roleClientId, roles);
    }

    /** Gives a user roles of a client. */
    public void grantClientRoles(String realm, String userId, String roleClientId, List<String> roles) {
        String admin = "/admin/realms/" + realm;
        String roleClient = clientUuid(realm, roleClientId);
        List<JsonNode> representations = roles.stream()
                .map(role -> get(admin + "/clients/" + roleClient + "/roles/" + encode(role)))
                .toList();
        post(admin + "/users/" + userId + "/role-mappings/clients/" + roleClient, representations);
    }

    /** Makes a client scope a default one of clients. */
    public void addDefaultScope(String realm, String scope, List<String> clientIds) {
        String admin = "/admin/realms/" + realm;
        for (JsonNode candidate : get(admin + "/client-scopes")) {
            if (candidate.path("name").asText().equals(scope)) {
                String id = candidate.path("id").asText();
                for (String clientId : clientIds) {
                    put(admin + "/clients/" + clientUuid(realm, clientId) + "/default-client-scopes/" + id, null);
                }
                return;
            }
        }
        throw new ServerException("realm " + realm + " has no client scope " + scope);
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            throw Processes.interrupted(e);
        }
    }

    private static String text(Object body) {
        try {
            return body instanceof String json ? json : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static String abbreviate(String body) {
        return body.length() > 500 ? body.substring(0, 500) + "…" : body;
    }
}
