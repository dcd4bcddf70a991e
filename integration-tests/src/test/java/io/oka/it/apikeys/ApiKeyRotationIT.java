package io.oka.it.apikeys;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST …/rotate}: one successor, no return, no prolongation. */
@OkaServer
final class ApiKeyRotationIT extends TenantWithKeys {

    private static final long DAY = 86_400;

    ApiKeyRotationIT(Oka oka, TestRealm realm) {
        super(oka, realm);
    }

    @Test
    void successorIsLikeTheOldKeyAndOfItsFamily() {
        Map<String, Object> body = ApiKeys.body("Nightly import");
        body.put("audiences", List.of("documents-api"));
        body.put("quotaLimit", 5);
        body.put("quotaPeriod", "hour");
        body.put("allowedCidrs", List.of("203.0.113.0/24"));
        body.put("environment", "test");
        body.put("expiresAt", Instant.now().plus(Duration.ofDays(9)).toString());
        Response made = keys.create(body).expect(201);

        Response rotated =
                ApiKeys.of(realm, "alice", tenant).rotate(made.id(), 3_600).expect(201);

        JsonNode old = made.json();
        JsonNode successor = rotated.json();
        for (String same : List.of(
                "name",
                "scopes",
                "audiences",
                "quotaLimit",
                "quotaPeriod",
                "allowedCidrs",
                "environment",
                "expiresAt",
                "familyId")) {
            assertThat(successor.path(same)).as(same).isEqualTo(old.path(same));
        }
        assertThat(rotated.id()).isNotEqualTo(made.id());
        assertThat(ApiKeys.secret(rotated)).matches("oka_test_[0-9A-Za-z]{38}").isNotEqualTo(ApiKeys.secret(made));
        assertThat(successor.path("createdBy").asText()).isEqualTo(realm.userId("alice"));
        assertThat(successor.path("graceUntil").isNull()).isTrue();
        assertThat(rotated.header("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(keys.path() + "/" + rotated.id()));
        assertThat(keys.status(made.id())).isEqualTo("active");
        assertThat(graceOf(made.id()))
                .isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_600));
        assertThat(found(made)).isEqualTo("active");
        assertThat(found(rotated)).isEqualTo("active");
    }

    @Test
    void withoutAGraceTheOldKeyEndsAtOnce() {
        Response made = keys.create();

        Response rotated = realm.as("bob")
                .post(keys.path() + "/" + made.id() + "/rotate")
                .send()
                .expect(201);

        assertThat(keys.status(made.id())).isEqualTo("expired");
        assertThat(found(made)).isEqualTo("expired");
        assertThat(found(rotated)).isEqualTo("active");
    }

    @Test
    void oldKeyEndsWithItsGrace() {
        Response made = keys.create();
        Response rotated = keys.rotate(made.id(), 60).expect(201);

        oka.moveClock(Duration.ofSeconds(50));
        assertThat(found(made)).isEqualTo("active");

        oka.moveClock(Duration.ofSeconds(70));
        assertThat(found(made)).isEqualTo("expired");
        assertThat(found(rotated)).isEqualTo("active");
        assertProblem(ApiKeys.of(realm, "bob", tenant).rotate(made.id(), 60), 409, "not_active");
    }

    @Test
    void graceDoesNotProlong() {
        Instant end = Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.MILLIS);
        Response made = keys.createUntil(end);

        Response rotated = keys.rotate(made.id(), 30 * DAY).expect(201);

        assertThat(graceOf(made.id())).isEqualTo(end);
        assertThat(rotated.json().path("expiresAt").asText()).isEqualTo(end.toString());
        oka.moveClock(Duration.ofMinutes(3));
        assertThat(found(made)).isEqualTo("expired");
        assertThat(found(rotated)).isEqualTo("expired");
        assertProblem(ApiKeys.of(realm, "bob", tenant).rotate(rotated.id(), 60), 409, "not_active");
    }

    @Test
    void keyHasOneSuccessor() {
        Response made = keys.create();
        Response rotated = keys.rotate(made.id(), 60).expect(201);

        assertProblem(keys.rotate(made.id(), 0), 409, "already_rotated");

        Response third = keys.rotate(rotated.id(), 60).expect(201);
        assertThat(third.json().path("familyId").asText()).isEqualTo(made.id());
        assertThat(List.of(found(made), found(rotated), found(third))).containsOnly("active");
    }

    @Test
    void revokedKeyIsNotRevivedByItsSuccessor() {
        Response made = keys.create();
        Response rotated = keys.rotate(made.id(), 3_600).expect(201);

        keys.revoke(made.id()).expect(204);

        assertThat(found(made)).isEqualTo("revoked");
        assertThat(found(rotated)).isEqualTo("active");
        assertProblem(keys.rotate(made.id(), 0), 409, "not_active");
        keys.revoke(rotated.id()).expect(204);
        assertThat(found(rotated)).isEqualTo("revoked");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 30 * DAY + 1, Long.MAX_VALUE})
    void graceIsAtMostThirtyDays(long seconds) {
        Response made = keys.create();

        assertInvalid(keys.rotate(made.id(), seconds), "gracePeriodSeconds");

        assertThat(keys.ids("")).containsExactly(made.id());
        assertThat(keys.json(made.id()).path("graceUntil").isNull()).isTrue();
    }

    @Test
    void limitIsTheFamilys() {
        Response made = keys.create();
        Response rotated = keys.rotate(made.id(), 3_600).expect(201);
        Response stranger = keys.create();

        keys.patch(rotated.id(), Map.of("quotaLimit", 7, "quotaPeriod", "day", "name", "renamed"))
                .expect(200);

        JsonNode old = keys.json(made.id());
        assertThat(old.path("quotaLimit").asLong()).isEqualTo(7);
        assertThat(old.path("quotaPeriod").asText()).isEqualTo("day");
        assertThat(old.path("name").asText()).isEqualTo("key");
        assertThat(keys.json(stranger.id()).path("quotaLimit").isNull()).isTrue();
    }

    @Test
    void manyAtOnceMakeOneSuccessor(TwoNodes nodes) {
        try (TestRealm shared =
                nodes.first().realm().users("alice", "bob", "carol").create()) {
            ApiKeys.allowScopes(shared);
            String id = Tenants.createWithTeam(shared);
            ApiKeys here = ApiKeys.of(shared, "alice", id);
            ApiKeys there = ApiKeys.of(shared.on(nodes.second()), "bob", id);
            for (long grace : List.of(0L, 3_600L)) {
                Response made = here.create();

                List<CompletableFuture<Response>> sent = IntStream.range(0, 12)
                        .mapToObj(i -> (i % 2 == 0 ? here : there)
                                .rotation(made.id(), grace)
                                .sendAsync())
                        .toList();
                List<Response> answers =
                        sent.stream().map(CompletableFuture::join).toList();

                assertThat(answers.stream().filter(answer -> answer.status() == 201))
                        .as(answers.toString())
                        .hasSize(1);
                answers.stream()
                        .filter(answer -> answer.status() != 201)
                        .forEach(answer -> assertProblem(answer, 409, grace == 0 ? "not_active" : "already_rotated"));
                assertThat(nodes.first().rows("SELECT 1 FROM oka_api_key WHERE family_id = ?", made.id()))
                        .hasSize(2);
            }
            assertThat(ChangeRow.types(nodes.first(), id).stream().filter("api_key.rotated"::equals))
                    .hasSize(2);
        }
    }

    @Test
    void rotationAndRevocationAtOnceLeaveTheOldKeyRevoked() {
        List<Response> answers = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            Response made = keys.create();

            CompletableFuture<Response> rotation =
                    keys.rotation(made.id(), 3_600).sendAsync();
            CompletableFuture<Response> revocation =
                    realm.as("alice").delete(keys.path() + "/" + made.id()).sendAsync();
            answers.add(rotation.join());
            revocation.join().expect(204);

            assertThat(found(made)).isEqualTo("revoked");
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
    }

    @Test
    void patchesOfOneFamilyAtOnceDoNotGoInCircles() {
        Response made = keys.create();
        Response rotated = keys.rotate(made.id(), 3_600).expect(201);

        List<CompletableFuture<Response>> sent = IntStream.range(0, 20)
                .mapToObj(i -> realm.as("bob")
                        .patch(keys.path() + "/" + (i % 2 == 0 ? made : rotated).id())
                        .json(Map.of("quotaLimit", i))
                        .sendAsync())
                .toList();

        assertThat(sent.stream().map(CompletableFuture::join).map(Response::status))
                .containsOnly(200);
        assertThat(keys.json(made.id()).path("quotaLimit"))
                .isEqualTo(keys.json(rotated.id()).path("quotaLimit"));
    }

    private Instant graceOf(String id) {
        return Instant.parse(keys.json(id).path("graceUntil").asText());
    }

    private String found(Response made) {
        return ApiKeys.find(realm, ApiKeys.secret(made)).path("status").asText();
    }
}
