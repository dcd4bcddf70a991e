package io.oka.it.common;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.RawRequest;
import io.oka.it.support.Tenants;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Genuine tokens in the wrong place or past their time, and things that are no tokens at all. */
@OkaServer
final class TokensIT {

    /** A public client that does not have client scope {@code tenants}. */
    private static final String WITHOUT_SCOPE = "without-scope";

    private static final String LIGHTWEIGHT = "lightweight";
    private static final String LIGHTWEIGHT_SERVICE = "lightweight-service";

    private static Oka oka;
    private static TestRealm realm;

    @BeforeAll
    static void clientsOfSeveralKinds(Oka server) {
        oka = server;
        realm = server.realm()
                .demoPeople()
                .service("backend", "authorize", "record-usage")
                .service("poor")
                .client(publicClient(WITHOUT_SCOPE, Map.of()))
                .client(publicClient(LIGHTWEIGHT, Map.of("client.use.lightweight.access.token.enabled", "true")))
                .client(Map.of(
                        "clientId",
                        LIGHTWEIGHT_SERVICE,
                        "secret",
                        LIGHTWEIGHT_SERVICE + "-secret",
                        "publicClient",
                        false,
                        "serviceAccountsEnabled",
                        true,
                        "attributes",
                        Map.of("client.use.lightweight.access.token.enabled", "true")))
                .create();
        oka.admin().addDefaultScope(realm.name(), "tenants", List.of(LIGHTWEIGHT, LIGHTWEIGHT_SERVICE));
        oka.admin().grantServiceRoles(realm.name(), LIGHTWEIGHT_SERVICE, "tenant-api", List.of("authorize"));
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void tokenOfAnotherRealmIsRefused() {
        try (TestRealm other =
                oka.realm().users("alice").service("backend", "authorize").create()) {
            assertRefused(other.token("alice"));
            assertRefused(other.serviceToken("backend"));
        }
    }

    @Test
    void masterOperatorsTokenIsRefusedOnTheRealmsOwnEndpoints() {
        assertRefused(oka.admin().token());
    }

    @Test
    void idTokenAndRefreshTokenAreRefused() {
        Tokens tokens = realm.tokens("alice");

        assertRefused(tokens.id());
        assertRefused(tokens.refresh());
    }

    @Test
    void expiredTokenIsRefused() {
        String persons = realm.token("alice");
        String services = realm.serviceToken("backend");

        oka.moveClock(Duration.ofHours(1));

        assertRefused(persons);
        assertRefused(services);
    }

    @Test
    void tokenWithoutOurAudienceIsRefused() {
        String token = tokenOf(WITHOUT_SCOPE, "alice");

        assertThat(Tokens.claims(token).path("aud").toString()).doesNotContain("tenant-api");
        assertRefused(token);
    }

    @Test
    void lightweightTokenIsTaken() {
        String token = tokenOf(LIGHTWEIGHT, "alice");

        realm.with(token).get("/tenants").send().expect(200);
    }

    @Test
    void lightweightServiceHasTheRolesOfItsAccount() {
        String token = realm.serviceToken(LIGHTWEIGHT_SERVICE);

        assertThat(Tokens.claims(token).has("resource_access")).isFalse();
        assertThat(rolesOf(token)).containsExactly("authorize");
    }

    @Test
    void disabledUserIsNobody() {
        String token = realm.token("erin");
        realm.with(token).get("/tenants").send().expect(200);

        oka.admin().put(realm.adminPath("/users/" + realm.userId("erin")), Map.of("enabled", false));

        assertRefused(token);
    }

    @Test
    void loggedOutUserIsNobody() {
        String token = realm.token("dave");

        oka.admin().post(realm.adminPath("/users/" + realm.userId("dave") + "/logout"), null);

        assertRefused(token);
    }

    @Test
    void disabledClientIsNobodysClient() {
        String token = tokenOf(LIGHTWEIGHT, "alice");
        String service = realm.serviceToken("poor");

        change(LIGHTWEIGHT, "enabled", false);
        change("poor", "enabled", false);

        assertRefused(token);
        assertRefused(service);
        change(LIGHTWEIGHT, "enabled", true);
        change("poor", "enabled", true);
    }

    @Test
    void tokenFromBeforeItsClientsNotBeforeIsRefused() {
        String token = realm.token("alice");
        String service = realm.serviceToken("poor");
        long soon = Instant.now().getEpochSecond() + 60;

        change(TestRealm.WEB, "notBefore", soon);
        change("poor", "notBefore", soon);

        assertRefused(token);
        assertRefused(service);
        change(TestRealm.WEB, "notBefore", 0);
        change("poor", "notBefore", 0);
    }

    @Test
    void tokenFromBeforeTheRealmsNotBeforeIsRefused() {
        String token = realm.token("alice");
        String service = realm.serviceToken("backend");

        realm.update(Map.of("notBefore", Instant.now().getEpochSecond() + 60));

        assertRefused(token);
        assertRefused(service);
        realm.update(Map.of("notBefore", 0));
    }

    @Test
    void serviceWithoutAnAccountAnyMoreIsNobody() {
        String token = realm.serviceToken("poor");

        change("poor", "serviceAccountsEnabled", false);

        assertRefused(token);
        change("poor", "serviceAccountsEnabled", true);
    }

    @Test
    void roleTakenFromAServiceIsGoneFromItsTokenAtOnce() {
        String token = realm.serviceToken("backend");
        assertThat(rolesOf(token)).containsExactlyInAnyOrder("authorize", "record-usage");

        String api = oka.admin().clientUuid(realm.name(), "tenant-api");
        JsonNode role = oka.admin().get(realm.adminPath("/clients/" + api + "/roles/record-usage"));
        String account = oka.admin()
                .get(realm.adminPath(
                        "/clients/" + oka.admin().clientUuid(realm.name(), "backend") + "/service-account-user"))
                .path("id")
                .asText();
        String mapping = realm.adminPath("/users/" + account + "/role-mappings/clients/" + api);
        oka.admin().send("DELETE", mapping, List.of(role), java.util.Set.of(204));

        assertThat(rolesOf(token)).containsExactly("authorize");
        oka.admin().post(mapping, List.of(role));
    }

    @Test
    void roleGivenToAServiceIsNotInItsOlderToken() {
        String token = realm.serviceToken("poor");

        oka.admin().grantServiceRoles(realm.name(), "poor", "tenant-api", List.of("authorize"));

        assertThat(rolesOf(token)).isEmpty();
        assertThat(rolesOf(realm.serviceToken("poor"))).containsExactly("authorize");
    }

    @Test
    void removedMemberIsAStrangerAtOnce() {
        String tenant = Tenants.createWithTeam(realm);
        String token = realm.token("carol");
        realm.with(token).get("/tenants/" + tenant).send().expect(200);

        Tenants.removeMember(realm, tenant, "carol");

        assertProblem(realm.with(token).get("/tenants/" + tenant).send(), 404, "not_found");
    }

    @Test
    void cookiesAreNoCredential() {
        LoginBrowser browser = realm.browser();
        browser.login("alice");

        Response answer = browser.go(realm.issuer() + "/tenants").lastResponse();

        assertProblem(answer, 401, "unauthorized");
    }

    @Test
    void tokenInTheAddressIsNoCredential() {
        String token = realm.token("alice");

        assertProblem(realm.anonymous().get("/tenants?access_token=" + token).send(), 401, "unauthorized");
    }

    @Test
    void twoAuthorizationHeadersAreRefused() {
        String token = realm.token("alice");

        Response answer = realm.with(token).get("/tenants").bearer(token).send();

        assertProblem(answer, 401, "invalid_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Basic YWxpY2U6YWxpY2U=", "Digest x", "x", "Bearer a b", "Negotiate"})
    void headerWithoutATokenIsRefused(String header) {
        Response answer = realm.anonymous()
                .get("/tenants")
                .header("Authorization", header)
                .send();

        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"" + realm.name() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ".", "..", "a.b.c", "%00.%00.%00", "null", "{}"})
    void junkIsRefused(String junk) {
        assertRefused(junk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00fc\u00f1\u00ef.c\u00f6d\u00e9.\u00ff", "\u20ac", "\ud83e\udd16.\ud83e\udd16.\ud83e\udd16"})
    void unicodeIsRefused(String junk) {
        String answer = RawRequest.send(
                oka, "GET " + realm.path("/tenants") + " HTTP/1.1", "Host: localhost", "Authorization: Bearer " + junk);

        assertThat(answer).startsWith("HTTP/1.1 401 ").contains("application/problem+json", "\"invalid_token\"");
    }

    @Test
    void longJunkIsRefused() {
        assertRefused("a".repeat(30_000));
        assertRefused("a.".repeat(15_000));
    }

    @Test
    void megabyteOfTokenIsRefusedByTheServerItself() {
        Response answer = realm.with("a".repeat(1024 * 1024)).get("/tenants").send();

        assertThat(answer.status()).isBetween(400, 431);
        realm.as("alice").get("/tenants").send().expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer", "BEARER"})
    void schemeIsReadWhateverItsCase(String scheme) {
        realm.anonymous()
                .get("/tenants")
                .header("Authorization", scheme + " " + realm.token("alice"))
                .send()
                .expect(200);
    }

    private static void assertRefused(String token) {
        assertProblem(realm.with(token).get("/tenants").send(), 401, "invalid_token");
    }

    private static List<String> rolesOf(String token) {
        Response caller = realm.with(token).get("/oka-testing/caller").send().expect(200);
        return caller.json().path("roles").valueStream().map(JsonNode::asText).toList();
    }

    private static String tokenOf(String client, String person) {
        Response answer = realm.tokenRequest(Map.of(
                "grant_type", "password",
                "client_id", client,
                "username", person,
                "password", person));
        return answer.expect(200).json().path("access_token").asText();
    }

    private static void change(String clientId, String member, Object value) {
        String path = realm.adminPath("/clients/" + oka.admin().clientUuid(realm.name(), clientId));
        oka.admin().put(path, Map.of("clientId", clientId, member, value));
    }

    private static Map<String, Object> publicClient(String clientId, Map<String, String> attributes) {
        return new HashMap<>(Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "attributes",
                attributes));
    }
}
