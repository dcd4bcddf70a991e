package io.oka.it.common;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Tenants;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from a browser's page: its client's web origins decide. */
@OkaServer
final class CorsIT {

    /** A web origin of {@link TestRealm#WEB}. */
    private static final String LISTED = "http://localhost:1";

    private static final String UNLISTED = "https://evil.example";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private final TestRealm realm;

    CorsIT(TestRealm realm) {
        this.realm = realm;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tenants", "/tenants/x", "/tenants/x/members/y", "/tenants/x/not/there/yet/at/all"})
    void preflightNeedsNoToken(String path) {
        Response answer = realm.anonymous()
                .request("OPTIONS", path)
                .header("Origin", LISTED)
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,if-match,idempotency-key,x-request-id")
                .send();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header(ALLOW_ORIGIN)).contains(LISTED);
        assertThat(answer.header("Access-Control-Allow-Methods").orElseThrow())
                .contains("GET", "POST", "PUT", "PATCH", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers").orElseThrow().toLowerCase(java.util.Locale.ROOT))
                .contains(
                        "authorization",
                        "content-type",
                        "if-match",
                        "if-none-match",
                        "idempotency-key",
                        "x-request-id");
        assertThat(answer.header("Access-Control-Max-Age")).isPresent();
        assertThat(answer.header("Vary").orElseThrow()).containsIgnoringCase("origin");
    }

    @Test
    void listedOriginReadsTheAnswer() {
        String tenant = Tenants.create(realm, "alice");

        Response answer = realm.as("alice")
                .get("/tenants/" + tenant)
                .header("Origin", LISTED)
                .send()
                .expect(200);

        assertThat(answer.header(ALLOW_ORIGIN)).contains(LISTED);
        assertThat(answer.header("Access-Control-Expose-Headers").orElseThrow())
                .contains("ETag", "Location", "X-Total-Count", "X-Request-ID", "WWW-Authenticate", "Retry-After");
    }

    @Test
    void listedOriginReadsRefusalsToo() {
        Response notFound =
                realm.as("alice").get("/tenants/x").header("Origin", LISTED).send();
        Response invalid = realm.as("alice")
                .post("/tenants")
                .header("Origin", LISTED)
                .json(Map.of("name", "A"))
                .send();

        assertProblem(notFound, 404, "not_found");
        assertThat(notFound.header(ALLOW_ORIGIN)).contains(LISTED);
        assertProblem(invalid, 400, "validation_failed");
        assertThat(invalid.header(ALLOW_ORIGIN)).contains(LISTED);
    }

    @Test
    void unlistedOriginReadsNothing() {
        Response list =
                realm.as("alice").get("/tenants").header("Origin", UNLISTED).send();
        Response refused =
                realm.as("alice").get("/tenants/x").header("Origin", UNLISTED).send();

        assertThat(list.header(ALLOW_ORIGIN)).isEmpty();
        assertThat(refused.header(ALLOW_ORIGIN)).isEmpty();
    }

    @Test
    void originNullReadsNothing() {
        Response answer =
                realm.as("alice").get("/tenants").header("Origin", "null").send();

        assertThat(answer.header(ALLOW_ORIGIN)).isEmpty();
    }

    @Test
    void unknownCallerLearnsThatItIsUnknown() {
        Response refused =
                realm.anonymous().get("/tenants").header("Origin", UNLISTED).send();

        assertProblem(refused, 401, "unauthorized");
        assertThat(refused.header(ALLOW_ORIGIN)).isPresent();
    }

    @Test
    void withoutAnOriginThereIsNothingToSayOfOrigins() {
        Response answer = realm.as("alice").get("/tenants").send().expect(200);

        assertThat(answer.header(ALLOW_ORIGIN)).isEmpty();
    }
}
