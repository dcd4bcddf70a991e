package io.oka.it.common;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Problems;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no good, at an endpoint of members and at one of operators. */
@OkaServer
final class BadInputIT {

    private static final String JSON = "application/json";
    private static final int MIB = 1024 * 1024;

    private final TestRealm realm;

    BadInputIT(TestRealm realm) {
        this.realm = realm;
        realm.setting("maxTenantsPerUser", 1_000);
    }

    static Stream<Arguments> malformedBodies() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("blanks", "  \n"),
                Arguments.of("an open object", "{\"name\":\"acme\""),
                Arguments.of("no JSON", "name=acme"),
                Arguments.of("single quotes", "{'name':'acme'}"),
                Arguments.of("a comment", "{\"name\":\"acme\"/**/}"),
                Arguments.of("a trailing comma", "{\"name\":\"acme\",}"),
                Arguments.of("text behind", "{\"name\":\"acme\"} x"),
                Arguments.of("a second value", "{\"name\":\"acme\"}{}"),
                Arguments.of("NaN", "{\"name\":\"acme\",\"quotaLimit\":NaN}"),
                Arguments.of("Infinity", "{\"name\":\"acme\",\"quotaLimit\":Infinity}"),
                Arguments.of("a number of 70 digits", "{\"name\":\"acme\",\"quotaLimit\":" + "9".repeat(70) + "}"),
                Arguments.of("a control character", "{\"name\":\"ac\u0001me\"}"),
                Arguments.of("an array", "[]"),
                Arguments.of("null", "null"),
                Arguments.of("a text", "\"acme\""),
                Arguments.of("10,000 arrays in each other", "[".repeat(10_000) + "]".repeat(10_000)),
                Arguments.of("10,000 objects in each other", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedBodies")
    void bodyThatIsNoJsonObjectIsRefused(String what, String body) {
        for (Response answer : createdBy(JSON, body.getBytes(StandardCharsets.UTF_8))) {
            assertProblem(answer, 400, "malformed_json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"acme\",\"name\":\"other\"}",
                "{\"name\":\"acme\",\"name\":\"acme\"}",
                "{\"name\":\"acme\",\"attributes\":{\"a\":[],\"a\":[]}}",
                "{\"name\":\"acme\",\"n\\u0061me\":\"other\"}"
            })
    void memberThatStandsTwiceIsRefused(String body) {
        for (Response answer : createdBy(JSON, body.getBytes(StandardCharsets.UTF_8))) {
            assertProblem(answer, 400, "duplicate_member");
        }
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("a lone continuation byte", latin("{\"name\":\"\u0080acme\"}")),
                Arguments.of("Latin-1", latin("{\"name\":\"acme\",\"displayName\":\"\u00e9\"}")),
                Arguments.of("an overlong NUL", latin("{\"name\":\"\u00c0\u0080\"}")),
                Arguments.of("an encoded surrogate", latin("{\"name\":\"\u00ed\u00a0\u0080\"}")),
                Arguments.of("UTF-16 with its mark", "{\"name\":\"acme\"}".getBytes(StandardCharsets.UTF_16)),
                Arguments.of("UTF-16 without", "{\"name\":\"acme\"}".getBytes(StandardCharsets.UTF_16LE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void bodyThatIsNotUtf8IsRefused(String what, byte[] body) {
        for (Response answer : createdBy(JSON, body)) {
            assertProblem(answer, 400, "malformed_json");
        }
    }

    static Stream<Arguments> unacceptableMembers() {
        return Stream.of(
                Arguments.of("{}", "name"),
                Arguments.of("{\"name\":null}", "name"),
                Arguments.of("{\"name\":7}", "name"),
                Arguments.of("{\"name\":true}", "name"),
                Arguments.of("{\"name\":[\"acme\"]}", "name"),
                Arguments.of("{\"name\":{\"x\":1}}", "name"),
                Arguments.of("{\"name\":\"a\"}", "name"),
                Arguments.of("{\"name\":\"" + "a".repeat(64) + "\"}", "name"),
                Arguments.of("{\"name\":\"Acme\"}", "name"),
                Arguments.of("{\"name\":\"ac me\"}", "name"),
                Arguments.of("{\"name\":\"acme\\n\"}", "name"),
                Arguments.of("{\"name\":\"\u0430cme\"}", "name"),
                Arguments.of("{\"name\":\"ac\\u0000me\"}", "name"),
                Arguments.of("{\"name\":\"acme\",\"displayName\":\"\\u0000\"}", "displayName"),
                Arguments.of("{\"name\":\"acme\",\"displayName\":\"\\ud800\"}", "displayName"),
                Arguments.of("{\"name\":\"acme\",\"displayName\":\"\\udc00\\ud800\"}", "displayName"),
                Arguments.of("{\"name\":\"acme\",\"displayName\":\" \"}", "displayName"),
                Arguments.of("{\"name\":\"acme\",\"displayName\":\"" + "x".repeat(256) + "\"}", "displayName"),
                Arguments.of("{\"name\":\"acme\",\"displayName\":7}", "displayName"),
                Arguments.of("{\"name\":\"acme\",\"attributes\":[]}", "attributes"),
                Arguments.of("{\"name\":\"acme\",\"attributes\":\"x\"}", "attributes"),
                Arguments.of("{\"name\":\"acme\",\"attributes\":{\"a\":null}}", "attributes"),
                Arguments.of("{\"name\":\"acme\",\"attributes\":{\"a\":[null]}}", "attributes"),
                Arguments.of(
                        "{\"name\":\"acme\",\"attributes\":{\"a\":[\"" + "x".repeat(40_000) + "\"]}}", "attributes"),
                Arguments.of("{\"name\":\"a\",\"displayName\":\" \"}", "name displayName"));
    }

    @ParameterizedTest
    @MethodSource("unacceptableMembers")
    void membersThatAreNoGoodAreNamed(String body, String fields) {
        for (Response answer : createdBy(JSON, body.getBytes(StandardCharsets.UTF_8))) {
            assertInvalid(answer, fields.split(" "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id", "role", "realmId", "createdAt", "updatedAt", "deletedAt", "suspended", "ownerless", "used"
            })
    void memberThatIsNotTheCallersToSetIsUnknown(String member) {
        for (Response answer : createdBy(Map.of("name", freshName(), member, "x"))) {
            assertProblem(answer, 400, "unknown_member");
            assertThat(Problems.fieldsOf(answer)).containsExactly(member);
        }
    }

    @Test
    void quotaIsNotTheMembersToSet() {
        String tenant = Tenants.create(realm, "alice");

        Response created = realm.as("alice")
                .post("/tenants")
                .json(Map.of("name", freshName(), "quotaLimit", 5))
                .send();
        Response patched = realm.as("alice")
                .patch("/tenants/" + tenant)
                .json(Map.of("quotaLimit", 5))
                .send();

        assertProblem(created, 400, "unknown_member");
        assertThat(Problems.fieldsOf(created)).containsExactly("quotaLimit");
        assertInvalid(patched, "quotaLimit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "role", "createdAt", "updatedAt", "suspended", "organizationId", "deletedAt"})
    void memberPatchesNothingThatIsReadOnly(String member) {
        String tenant = Tenants.create(realm, "alice");

        Response patched = realm.as("alice")
                .patch("/tenants/" + tenant)
                .json(Map.of(member, "x"))
                .send();

        assertInvalid(patched, member);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.5",
                "1.0",
                "\"5\"",
                "true",
                "[]",
                "9223372036854775808",
                "-9223372036854775809",
                "1e999",
                "1e3"
            })
    void quotaIsAWholeNumberFromZeroUp(String number) {
        String tenant = Tenants.create(realm, "alice");
        Caller operator = realm.operator();

        Response created = operator.post("/tenants")
                .body(JSON, "{\"name\":\"" + freshName() + "\",\"quotaLimit\":" + number + "}")
                .send();
        Response patched = operator.patch("/tenants/" + tenant)
                .body(JSON, "{\"quotaLimit\":" + number + "}")
                .send();

        assertInvalid(created, "quotaLimit");
        assertInvalid(patched, "quotaLimit");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE})
    void quotaMayBeAnyOther(long number) {
        String tenant = Tenants.create(realm, "alice");

        Response patched = realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("quotaLimit", number))
                .send();

        assertThat(patched.expect(200).json().path("quotaLimit").asLong()).isEqualTo(number);
    }

    @Test
    void bodyOfAMebibyteIsReadAndOneByteMoreIsNot() {
        byte[] largest = padded(MIB);
        byte[] larger = padded(MIB + 1);

        for (Response answer : createdBy(JSON, largest)) {
            assertInvalid(answer, "name");
        }
        for (Response answer : createdBy(JSON, larger)) {
            assertProblem(answer, 413, "payload_too_large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    void bodyOfAnotherTypeIsNotRead(String type) {
        for (Response answer : createdBy(type, "{\"name\":\"acme\"}".getBytes(StandardCharsets.UTF_8))) {
            assertProblem(answer, 415, "unsupported_media_type");
        }
    }

    @Test
    void bodyWithoutATypeIsTakenForJson() {
        for (Response answer : createdBy("", "{\"name\":\"A\"}".getBytes(StandardCharsets.UTF_8))) {
            assertInvalid(answer, "name");
        }
    }

    @Test
    void patchTakesTheSameCare() {
        String tenant = Tenants.create(realm, "alice");

        for (Caller caller : List.of(realm.as("alice"), realm.operator())) {
            assertProblem(patch(caller, tenant, "{"), 400, "malformed_json");
            assertProblem(patch(caller, tenant, "[]"), 400, "malformed_json");
            assertProblem(patch(caller, tenant, "{\"x\":1}"), 400, "unknown_member");
            assertInvalid(patch(caller, tenant, "{\"name\":7}"), "name");
            assertInvalid(patch(caller, tenant, "{\"name\":\"A\"}"), "name");
            assertInvalid(patch(caller, tenant, "{\"displayName\":\"\\u0000\"}"), "displayName");
            assertInvalid(patch(caller, tenant, "{\"attributes\":{\"a\":7}}"), "attributes");
        }
    }

    @Test
    void markupComesBackAsData() {
        String markup = "<script>alert('\u00fcber \ud83e\udd16')</script>&\"\\";

        Response created = realm.operator()
                .post("/tenants")
                .json(Map.of("name", freshName(), "displayName", markup))
                .send()
                .expect(201);

        assertThat(created.header("Content-Type").orElseThrow()).startsWith(JSON);
        assertThat(created.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(created.json().path("displayName").asText()).isEqualTo(markup);
        Response read = realm.operator().get("/tenants/" + created.id()).send().expect(200);
        assertThat(read.json().path("displayName").asText()).isEqualTo(markup);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A JSON object of so many bytes, without a name. */
    private static byte[] padded(int length) {
        return ("{" + " ".repeat(length - 2) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static Response patch(Caller caller, String tenant, String body) {
        return caller.patch("/tenants/" + tenant).body(JSON, body).send();
    }

    private List<Response> createdBy(Map<String, ?> body) {
        return Stream.of(realm.as("alice"), realm.operator())
                .map(caller -> caller.post("/tenants").json(body).send())
                .toList();
    }

    private List<Response> createdBy(String type, byte[] body) {
        return Stream.of(realm.as("alice"), realm.operator())
                .map(caller -> caller.post("/tenants").body(type, body).send())
                .toList();
    }
}
