package io.oka.it.entitlements;

import static io.oka.it.entitlements.Authzen.ACTIONS;
import static io.oka.it.entitlements.Authzen.EVALUATION;
import static io.oka.it.entitlements.Authzen.EVALUATIONS;
import static io.oka.it.entitlements.Authzen.RESOURCES;
import static io.oka.it.entitlements.Authzen.SUBJECTS;
import static io.oka.it.entitlements.Authzen.action;
import static io.oka.it.entitlements.Authzen.question;
import static io.oka.it.entitlements.Authzen.with;
import static io.oka.it.entitlements.Authzen.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What AuthZEN's endpoints refuse, and how: a status and a sentence, as the standard has it. */
@OkaServer
final class AuthzenMalformedIT {

    private static final String JSON = "application/json";

    private static Oka oka;
    private static TestRealm realm;
    private static Caller service;
    private static String tenant;
    private static Map<String, Object> question;

    @BeforeAll
    static void realmWithAService(Oka server) {
        oka = server;
        realm = server.realm()
                .demoPeople()
                .service("gateway", "authorize", "search-access")
                .create();
        service = realm.asService("gateway");
        tenant = Tenants.createWithTeam(realm);
        question = question(realm.userId("carol"), tenant);
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @TestFactory
    Stream<DynamicTest> malformedMembersAre400() {
        Map<String, Object> noTenant = Map.of("type", "service", "id", "documents");
        Map<String, Object> ofType = Map.of("type", "user");
        Map<String, Map<String, Object>> bad = new LinkedHashMap<>();
        bad.put("no subject", without(question, "subject"));
        bad.put("null subject", with(question, "subject", null));
        bad.put("no resource", without(question, "resource"));
        bad.put("subject without type", with(question, "subject", Map.of("id", "carol")));
        bad.put("subject as text", with(question, "subject", "carol"));
        bad.put("subject as array", with(question, "subject", List.of(ofType)));
        bad.put("subject of a numeric type", with(question, "subject", Map.of("type", 5, "id", "carol")));
        bad.put("resource as text", with(question, "resource", "documents"));
        bad.put("resource without type", with(question, "resource", Map.of("id", "documents")));
        bad.put("resource of an empty type", with(question, "resource", Map.of("type", "", "id", "documents")));
        bad.put("properties as text", with(question, "resource", propertied("tenant")));
        bad.put("tenant as number", with(question, "resource", propertied(Map.of("tenantId", 5))));
        bad.put("no tenant", with(question, "resource", noTenant));
        bad.put("two tenants", with(question, "context", Map.of("tenantId", "another")));
        bad.put("context as array", with(question, "context", List.of()));
        bad.put("role that is none", with(question, "context", Map.of("requiredRole", "king")));
        bad.put("role as number", with(question, "context", Map.of("requiredRole", 1)));
        bad.put("feature that is none", with(question, "context", Map.of("requiredFeature", "a b")));
        bad.put("quantity of nothing", with(question, "context", Map.of("quantity", 0)));
        bad.put("quantity as text", with(question, "context", Map.of("quantity", "1")));
        bad.put("half a quantity", with(question, "context", Map.of("quantity", 1.5)));
        bad.put("session as number", with(question, "context", Map.of("sessionId", 1)));
        return Stream.of(EVALUATION, EVALUATIONS, SUBJECTS, RESOURCES, ACTIONS)
                .flatMap(path -> bad.entrySet().stream().map(one -> refused(path, one.getKey(), one.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotSearchedForMustBeThere() {
        Map<String, Object> open = with(question, "subject", Map.of("type", "user"));
        Map<String, Object> openService = Map.of("type", "service", "properties", Map.of("tenantId", tenant));
        Map<String, Object> resourceOpen = with(question, "resource", openService);
        return Stream.of(
                refused(EVALUATION, "no action", without(question, "action")),
                refused(EVALUATION, "action without name", with(question, "action", Map.of())),
                refused(EVALUATION, "action named by a number", with(question, "action", Map.of("name", 123))),
                refused(EVALUATION, "action as text", with(question, "action", "read")),
                refused(EVALUATION, "action of two lines", with(question, "action", action("a\nb"))),
                refused(
                        EVALUATION,
                        "action's properties as text",
                        with(question, "action", Map.of("name", "read", "properties", "x"))),
                refused(EVALUATION, "subject without id", open),
                refused(
                        EVALUATION,
                        "subject with a numeric id",
                        with(question, "subject", Map.of("type", "user", "id", 5))),
                refused(EVALUATION, "resource without id", resourceOpen),
                refused(SUBJECTS, "no action", without(open, "action")),
                refused(SUBJECTS, "resource without id", with(open, "resource", openService)),
                refused(RESOURCES, "no action", without(resourceOpen, "action")),
                refused(RESOURCES, "subject without id", with(resourceOpen, "subject", Map.of("type", "user"))),
                refused(ACTIONS, "subject without id", open),
                refused(ACTIONS, "resource without id", resourceOpen));
    }

    @TestFactory
    Stream<DynamicTest> batchThatIsMalformedAsAWholeIs400() {
        Map<String, Object> item = question(realm.userId("carol"), tenant);
        return Stream.of(
                refused(EVALUATIONS, "evaluations as object", with(question, "evaluations", Map.of())),
                refused(EVALUATIONS, "evaluation as text", with(question, "evaluations", List.of("one"))),
                refused(EVALUATIONS, "too many", with(question, "evaluations", Collections.nCopies(101, Map.of()))),
                refused(EVALUATIONS, "options as text", with(question, "options", "execute_all")),
                refused(EVALUATIONS, "semantic that is none", with(question, "options", semantic("some"))),
                refused(EVALUATIONS, "semantic as number", with(question, "options", semantic(1))),
                refused(
                        EVALUATIONS,
                        "default that is malformed",
                        with(with(question, "subject", Map.of("type", "user")), "evaluations", List.of(item))));
    }

    @TestFactory
    Stream<DynamicTest> malformedPagesAre400() {
        Map<String, Object> search = with(question, "subject", Map.of("type", "user"));
        return Stream.of(
                refused(SUBJECTS, "page as text", with(search, "page", "1")),
                refused(SUBJECTS, "limit as text", with(search, "page", Map.of("limit", "1"))),
                refused(SUBJECTS, "limit below nothing", with(search, "page", Map.of("limit", -1))),
                refused(SUBJECTS, "half a limit", with(search, "page", Map.of("limit", 1.5))),
                refused(SUBJECTS, "token as number", with(search, "page", Map.of("token", 1))),
                refused(SUBJECTS, "token of nobody", with(search, "page", Map.of("token", "abc"))),
                refused(SUBJECTS, "token with a dot", with(search, "page", Map.of("token", "abc.def"))),
                refused(SUBJECTS, "token that is no Base64", with(search, "page", Map.of("token", "ä.ö"))));
    }

    @TestFactory
    Stream<DynamicTest> bodiesThatAreNoneAre400() throws Exception {
        String good = new ObjectMapper().writeValueAsString(question);
        String deep = "{\"context\":" + "[".repeat(200) + "]".repeat(200) + "}";
        return Stream.of(
                sent("empty", JSON, ""),
                sent("no JSON", JSON, "{\"subject\": "),
                sent("trailing text", JSON, good + "x"),
                sent("an array", JSON, "[" + good + "]"),
                sent("a text", JSON, "\"subject\""),
                sent("null", JSON, "null"),
                sent("a member twice", JSON, good.substring(0, good.length() - 1) + ",\"action\":{\"name\":\"x\"}}"),
                sent("too deep", JSON, deep),
                sent("NUL", JSON, good.replace("documents:read", "a\\u0000b")),
                sent("no type", "", good),
                sent("text", "text/plain", good),
                sent("a form", "application/x-www-form-urlencoded", good),
                sent("XML", "application/xml", good),
                sent("no type at all", "json", good));
    }

    @Test
    void jsonMayNameItsCharset() throws Exception {
        String good = new ObjectMapper().writeValueAsString(question);

        assertThat(service.post(EVALUATION)
                        .body("Application/JSON; charset=UTF-8", good)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusalsAreSentences() {
        Response bad = Authzen.ask(service, EVALUATION, Map.of("action", action("read")));
        Response anonymous = Authzen.ask(realm.anonymous(), EVALUATION, question);
        Response forged = Authzen.ask(realm.with("abc"), EVALUATION, question);

        assertThat(bad.text()).isEqualTo("subject is needed; resource is needed");
        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(anonymous.header("WWW-Authenticate")).hasValue("Bearer realm=\"" + realm.name() + "\"");
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.header("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).contains("error=\"invalid_token\""));
        for (Response refused : List.of(bad, anonymous, forged)) {
            assertSentence(refused);
        }
    }

    @Test
    void strangePathsAndMethodsAreRefusedSoToo() {
        Response method = service.get(EVALUATION).send();
        Response path = service.post("/access/v1/nothing").json(Map.of()).send();
        Response root = service.post("/access").json(Map.of()).send();

        assertThat(method.status()).isEqualTo(405);
        assertThat(path.status()).isEqualTo(404);
        assertThat(root.status()).isEqualTo(404);
        for (Response refused : List.of(method, path, root)) {
            assertSentence(refused);
        }
    }

    @Test
    void requestKeepsItsName() {
        Response named = service.post(EVALUATION)
                .header("X-Request-ID", "bfe9eb29-ab87-4ca3-be83-a1d5d8305716")
                .json(question)
                .send();
        Response refused = service.post(EVALUATION)
                .header("X-Request-ID", "bad-1")
                .json(Map.of())
                .send();

        assertThat(named.expect(200).header("X-Request-ID")).hasValue("bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
        assertThat(refused.expect(400).header("X-Request-ID")).hasValue("bad-1");
        assertThat(Authzen.ask(service, EVALUATION, question).header("X-Request-ID"))
                .isPresent();
    }

    @Test
    void realmWithoutOkaHasNoSuchPlace() {
        try (TestRealm bare = oka.realm().demoPeople().withoutSetup().create()) {
            Response answer = Authzen.ask(bare.anonymous(), EVALUATION, question);

            assertThat(answer.status()).isEqualTo(404);
            assertSentence(answer);
        }
    }

    private static DynamicTest refused(String path, String what, Map<String, Object> body) {
        return dynamicTest(path + ": " + what, () -> {
            Response answer = Authzen.ask(service, path, body);

            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            assertSentence(answer);
        });
    }

    private static DynamicTest sent(String what, String type, String body) {
        return dynamicTest(what, () -> {
            for (String path : List.of(EVALUATION, EVALUATIONS, SUBJECTS, RESOURCES, ACTIONS)) {
                Response answer = service.post(path).body(type, body).send();

                assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
                assertSentence(answer);
            }
        });
    }

    private static void assertSentence(Response refused) {
        assertThat(refused.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(refused.text()).isNotBlank().doesNotStartWith("{").doesNotContain("Exception");
        assertThat(refused.header("X-Request-ID")).isPresent();
    }

    private static Map<String, Object> propertied(Object properties) {
        return Map.of("type", "service", "id", "documents", "properties", properties);
    }

    private static Map<String, Object> semantic(Object semantic) {
        return Map.of("evaluations_semantic", semantic);
    }

    /** The question itself is sound, or all of the above would prove nothing. */
    @Test
    void soundQuestionIsAnswered() {
        for (String path : List.of(EVALUATION, EVALUATIONS, SUBJECTS, RESOURCES, ACTIONS)) {
            Authzen.ask(service, path, question).expect(200);
        }
    }
}
