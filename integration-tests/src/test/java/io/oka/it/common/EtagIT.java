package io.oka.it.common;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags of tenants: nobody overwrites what they have not seen. */
@OkaServer
final class EtagIT {

    private final TestRealm realm;
    private String tenant = "";

    EtagIT(TestRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void createTenant() {
        tenant = Tenants.createWithTeam(realm);
    }

    @Test
    void tagOfTheCreationIsTheTagOfTheFirstReading() {
        Response created = realm.as("erin")
                .post("/tenants")
                .json(Map.of("name", Tenants.freshName()))
                .send()
                .expect(201);

        Response read = realm.as("erin").get("/tenants/" + created.id()).send().expect(200);

        assertThat(created.header("ETag").orElseThrow()).matches("\"[^\"]+\"");
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @Test
    void changeGivesANewTag() {
        String before = tag();

        Response patched = patch(before, "New");

        assertThat(patched.expect(200).header("ETag")).isPresent().isNotEqualTo(before);
        assertThat(patched.header("ETag")).contains(tag());
    }

    @Test
    void tagIsTheSameForMembersAndOperators() {
        Response operators = realm.operator().get("/tenants/" + tenant).send().expect(200);

        assertThat(operators.header("ETag")).contains(tag());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "other", "W/\"0\"", "\"\""})
    void changeWithAnotherTagIsRefused(String tag) {
        assertProblem(patch(tag, "New"), 412, "precondition_failed");
        assertProblem(
                realm.as("alice")
                        .delete("/tenants/" + tenant)
                        .header("If-Match", tag)
                        .send(),
                412,
                "precondition_failed");
        assertProblem(
                realm.operator()
                        .post("/tenants/" + tenant + "/suspend")
                        .header("If-Match", tag)
                        .send(),
                412,
                "precondition_failed");
        assertThat(realm.as("alice")
                        .get("/tenants/" + tenant)
                        .send()
                        .json()
                        .path("displayName")
                        .isNull())
                .isTrue();
    }

    @Test
    void changeWithAnOldTagIsRefused() {
        String old = tag();
        patch(old, "First").expect(200);

        assertProblem(patch(old, "Second"), 412, "precondition_failed");
    }

    @Test
    void changeWithOneOfSeveralTagsOrAnyIsMade() {
        patch("\"other\", " + tag(), "First").expect(200);
        patch("*", "Second").expect(200);
    }

    @Test
    void deletionHeedsTheTag() {
        realm.as("alice")
                .delete("/tenants/" + tenant)
                .header("If-Match", tag())
                .send()
                .expect(204);
    }

    @Test
    void knownTagIsAnsweredWithoutABody() {
        String tag = tag();

        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            Response unchanged = realm.as("carol")
                    .get("/tenants/" + tenant)
                    .header("If-None-Match", known)
                    .send()
                    .expect(304);
            assertThat(unchanged.bytes()).isEmpty();
            assertThat(unchanged.header("ETag")).contains(tag);
        }
    }

    @Test
    void oldTagIsAnsweredInFull() {
        String old = tag();
        patch(old, "New").expect(200);

        Response read = realm.as("carol")
                .get("/tenants/" + tenant)
                .header("If-None-Match", old)
                .send();

        assertThat(read.expect(200).json().path("displayName").asText()).isEqualTo("New");
    }

    @Test
    void strangerLearnsNothingByTags() {
        Response byTag = realm.as("dave")
                .get("/tenants/" + tenant)
                .header("If-None-Match", "*")
                .send();
        Response change = realm.as("dave")
                .patch("/tenants/" + tenant)
                .header("If-Match", "\"x\"")
                .json(Map.of())
                .send();

        assertProblem(byTag, 404, "not_found");
        assertProblem(change, 404, "not_found");
    }

    @Test
    void oneOfManyWithTheSameTagWins() {
        String tag = tag();
        Caller alice = realm.as("alice");

        List<CompletableFuture<Response>> sent = IntStream.range(0, 15)
                .mapToObj(i -> alice.patch("/tenants/" + tenant)
                        .header("If-Match", tag)
                        .json(Map.of("displayName", "Name " + i))
                        .sendAsync())
                .toList();
        List<Response> answers = sent.stream().map(CompletableFuture::join).toList();

        List<Response> won =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(won).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 200)
                .forEach(answer -> assertProblem(answer, 412, "precondition_failed"));
        assertThat(alice.get("/tenants/" + tenant).send().json().path("displayName"))
                .isEqualTo(won.get(0).json().path("displayName"));
    }

    private String tag() {
        return realm.as("alice")
                .get("/tenants/" + tenant)
                .send()
                .expect(200)
                .header("ETag")
                .orElseThrow();
    }

    private Response patch(String tag, String displayName) {
        return realm.as("alice")
                .patch("/tenants/" + tenant)
                .header("If-Match", tag)
                .json(Map.of("displayName", displayName))
                .send();
    }
}
