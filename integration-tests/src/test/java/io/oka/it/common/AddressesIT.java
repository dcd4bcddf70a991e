package io.oka.it.common;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Problems;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, methods and types that are not known: a problem below our paths, Keycloak's own answer elsewhere. */
@OkaServer
final class AddressesIT {

    private final Oka oka;
    private final TestRealm realm;
    private final String tenant;

    AddressesIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
        this.tenant = Tenants.create(realm, "alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tenants/%00",
                "/tenants/a%00b/members",
                "/tenants/{tenant}/members/%00",
                "/tenants/{tenant}/%00",
                "/tenants?%00=1"
            })
    void nulInAnAddressIsRefused(String path) {
        String address = path.replace("{tenant}", tenant);

        assertProblem(realm.as("alice").get(address).send(), 400, "malformed_address");
        assertProblem(realm.operator().get(address).send(), 400, "malformed_address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tenants?first=%00", "/tenants?search=a%00", "/tenants?max=1%00"})
    void nulInAParameterIsRefusedByKeycloakItself(String address) {
        assertProblem(realm.as("alice").get(address).send(), 400, "bad_request");
        assertProblem(realm.operator().get(address).send(), 400, "bad_request");
    }

    @ParameterizedTest
    @CsvSource({
        "first=-1,first",
        "max=0,max",
        "max=-1,max",
        "max=101,max",
        "max=1000000000,max",
        "max=9999999999,max",
        "first=x,first",
        "first=1.5,first",
        "first=1e3,first",
        "max=%20,max",
        "max=20%3B%20DROP%20TABLE%20oka_tenant,max"
    })
    void pageThatIsNoneIsRefused(String query, String field) {
        assertInvalid(realm.as("alice").get("/tenants?" + query).send(), field);
        assertInvalid(
                realm.as("alice")
                        .get("/tenants/" + tenant + "/members?" + query)
                        .send(),
                field);
        assertInvalid(realm.operator().get("/tenants?" + query).send(), field);
    }

    @Test
    void farPageIsEmpty() {
        Response list = realm.as("alice")
                .get("/tenants?first=2147483647&max=100")
                .send()
                .expect(200);

        assertThat(list.json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tenants/{tenant}/nothing",
                "/tenants/{tenant}/nothing/at/all",
                "/tenants/{tenant}/members/x/y",
                "/tenants/nothing",
                "/tenants/nothing/at/all",
                "/tenants/..%2f..%2fmaster",
                "/tenants/%F0%9F%A4%96"
            })
    void unknownPathIsAProblem(String path) {
        String address = path.replace("{tenant}", tenant);

        assertProblem(realm.as("alice").get(address).send(), 404, "not_found");
        assertProblem(realm.operator().get(address).send(), 404, "not_found");
    }

    @Test
    void longIdIsNotFound() {
        String path = "/tenants/" + "x".repeat(3_000);

        assertProblem(realm.as("alice").get(path).send(), 404, "not_found");
        assertProblem(realm.operator().get(path).send(), 404, "not_found");
        assertProblem(
                realm.as("alice")
                        .get("/tenants/" + tenant + "/members/" + "x".repeat(3_000))
                        .send(),
                404,
                "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oka/nothing", "/oka/setup/x", "/oka"})
    void unknownPathOfTheSetUpIsAProblem(String path) {
        assertProblem(realm.operator().get(path).send(), 404, "not_found");
    }

    @ParameterizedTest
    @CsvSource({"DELETE,''", "PATCH,''", "PUT,''", "PUT,/{tenant}", "PUT,/{tenant}/members", "FOO,''", "FOO,/{tenant}"})
    void unknownMethodIsAProblem(String method, String path) {
        String address = "/tenants" + path.replace("{tenant}", tenant);

        for (Caller caller : List.of(realm.as("alice"), realm.operator())) {
            assertProblem(caller.request(method, address).json(Map.of()).send(), 405, "method_not_allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*"})
    void unknownTypeIsAProblem(String accepted) {
        for (Caller caller : List.of(realm.as("alice"), realm.operator())) {
            for (String path : List.of("/tenants", "/tenants/" + tenant, "/tenants/" + tenant + "/members")) {
                assertProblem(caller.get(path).header("Accept", accepted).send(), 406, "not_acceptable");
            }
        }
    }

    @Test
    void refusalsAreProblemsWhateverIsAccepted() {
        assertProblem(
                realm.anonymous().get("/tenants").header("Accept", "text/html").send(), 406, "not_acceptable");
        assertProblem(
                realm.as("alice")
                        .get("/tenants/nothing")
                        .header("Accept", "text/html, */*;q=0.1")
                        .send(),
                404,
                "not_found");
        assertProblem(
                realm.operator()
                        .get("/tenants/nothing")
                        .header("Accept", "text/html, */*;q=0.1")
                        .send(),
                404,
                "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "application/json", "text/html, application/json;q=0.1"})
    void knownTypeIsAnswered(String accepted) {
        for (Caller caller : List.of(realm.as("alice"), realm.operator())) {
            caller.get("/tenants").header("Accept", accepted).send().expect(200);
        }
    }

    @Test
    void acceptHeaderThatIsNoneIsRefused() {
        Response answer =
                realm.as("alice").get("/tenants").header("Accept", "//;;q=x").send();

        assertProblem(answer, 400, "malformed_accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tenants/%2e%2e/x", "/tenants/;x=1", "/tenants//x"})
    void addressThatKeycloakRefusesBeforeAnyOfOursShowsNothingOfTheInside(String path) {
        Response answer = realm.as("alice").get(path).send();

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 404);
        assertThat(answer.text()).doesNotContainPattern(Problems.INSIDE);
    }

    @Test
    void unknownRealmIsAProblem() {
        assertProblem(oka.http().get("/realms/none/tenants").send(), 404, "not_found");
        assertProblem(
                oka.http()
                        .get("/admin/realms/none/tenants")
                        .bearer(oka.admin().token())
                        .send(),
                404,
                "not_found");
    }

    @Test
    void keycloaksOwnPathsAreUntouched() {
        Response realmPath = oka.http().get(realm.path("/nothing")).send();
        Response adminPath = oka.http()
                .get(realm.adminPath("/users/nobody"))
                .bearer(oka.admin().token())
                .send();
        Response page = oka.http()
                .get(realm.path("/protocol/openid-connect/auth"))
                .header("Accept", "text/html")
                .send();

        assertThat(realmPath.status()).isEqualTo(404);
        assertThat(adminPath.status()).isEqualTo(404);
        assertThat(adminPath.json().path("error").asText()).isEqualTo("User not found");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(List.of(realmPath, adminPath, page)).allSatisfy(answer -> {
            assertThat(answer.header("X-Request-ID")).isEmpty();
            assertThat(answer.header("Content-Type")).isNotEqualTo("application/problem+json");
        });
    }
}
