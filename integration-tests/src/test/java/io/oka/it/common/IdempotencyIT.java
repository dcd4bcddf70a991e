package io.oka.it.common;

import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header {@code Idempotency-Key}: a POST that is sent again has no second effect. */
@OkaServer
final class IdempotencyIT {

    private static final String HEADER = "Idempotency-Key";

    private final Oka oka;
    private final TestRealm realm;
    private final String key = UUID.randomUUID().toString();

    IdempotencyIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    @BeforeEach
    void adminsMayAddAndNobodyOwnsTooMuch() {
        realm.setting("directAdd", true);
        realm.setting("maxTenantsPerUser", 1_000);
    }

    @Test
    void replayGivesTheFirstAnswerAndChangesNothing() {
        Map<String, String> body = Map.of("name", freshName());

        Response first = create("alice", body).expect(201);
        Response again = create("alice", body).expect(201);

        assertSameAnswer(again, first);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(ChangeRow.types(oka, first.id()))
                .containsExactly("tenant.created", "user.added_to_tenant", "subscription.created");
    }

    @Test
    void replayHasARequestIdOfItsOwn() {
        Map<String, String> body = Map.of("name", freshName());
        create("alice", body).expect(201);

        Response again = realm.as("alice")
                .post("/tenants")
                .header(HEADER, key)
                .header("X-Request-ID", "the-second")
                .json(body)
                .send()
                .expect(201);

        assertThat(again.header("X-Request-ID")).contains("the-second");
    }

    @Test
    void operatorsReplayToo() {
        String name = freshName();
        Http.Request request =
                realm.operator().post("/tenants").header(HEADER, key).json(Map.of("name", name));

        Response first = request.send().expect(201);
        Response again = request.send().expect(201);

        assertSameAnswer(again, first);
    }

    @Test
    void keyWithAnotherBodyIsRefused() {
        create("alice", Map.of("name", freshName())).expect(201);

        Response refused = create("alice", Map.of("name", freshName()));

        assertProblem(refused, 422, "idempotency_key_reused");
    }

    @Test
    void anotherCallersKeyIsAnotherKey() {
        String first = create("alice", Map.of("name", freshName())).expect(201).id();

        Response second = create("bob", Map.of("name", freshName())).expect(201);
        Response third = realm.operator()
                .post("/tenants")
                .header(HEADER, key)
                .json(Map.of("name", freshName()))
                .send()
                .expect(201);

        assertThat(List.of(second.id(), third.id())).doesNotContain(first);
    }

    @Test
    void anotherPathsKeyIsAnotherKey() {
        String one = Tenants.create(realm, "alice");
        String two = Tenants.create(realm, "alice");

        Response first = add("alice", one, "carol").expect(201);
        Response second = add("alice", two, "carol").expect(201);

        assertThat(second.header("Idempotent-Replayed")).isEmpty();
        assertThat(second.header("Location")).isNotEqualTo(first.header("Location"));
    }

    @Test
    void anotherRealmsKeyIsAnotherKey() {
        Map<String, String> body = Map.of("name", freshName());
        Response first = create("alice", body).expect(201);
        try (TestRealm other = oka.realm().users("alice").create()) {

            Response second = other.as("alice")
                    .post("/tenants")
                    .header(HEADER, key)
                    .json(body)
                    .send()
                    .expect(201);

            assertThat(second.id()).isNotEqualTo(first.id());
        }
    }

    @Test
    void keyIsForgottenAfterADay() {
        create("alice", Map.of("name", freshName())).expect(201);

        oka.moveClock(Duration.ofHours(23));
        assertProblem(create("alice", Map.of("name", freshName())), 422, "idempotency_key_reused");

        oka.moveClock(Duration.ofHours(24).plusMinutes(1));
        Response fresh = create("alice", Map.of("name", freshName())).expect(201);
        assertThat(fresh.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void expiredAnswersAreErased() {
        create("alice", Map.of("name", freshName())).expect(201);
        List<Map<String, Object>> before = storedAnswers();
        assertThat(before).isNotEmpty();
        long lastExpiry = before.stream()
                .mapToLong(row -> (Long) Objects.requireNonNull(row.get("expires_at")))
                .max()
                .orElseThrow();

        oka.moveClock(
                Duration.between(Instant.now(), Instant.ofEpochMilli(lastExpiry).plusSeconds(60)));
        oka.runTask("oka-purge-idempotency-keys");

        assertThat(storedAnswers()).isEmpty();
    }

    @Test
    void replayIsRefusedToWhoIsNoLongerAnAdmin() {
        String tenant = Tenants.createWithTeam(realm);
        add("bob", tenant, "dave").expect(201);

        Tenants.setRole(realm, tenant, "bob", "member");

        assertProblem(add("bob", tenant, "dave"), 403, "insufficient_role");
    }

    @Test
    void replayIsRefusedToWhoIsNoLongerAMember() {
        String tenant = Tenants.createWithTeam(realm);
        add("bob", tenant, "dave").expect(201);

        Tenants.removeMember(realm, tenant, "bob");

        assertProblem(add("bob", tenant, "dave"), 404, "not_found");
    }

    @Test
    void replayOfAGrantOfOwnershipIsRefusedToWhoIsNoLongerAnOwner() {
        String tenant = Tenants.createWithTeam(realm);
        Http.Request grant = realm.as("alice")
                .post("/tenants/" + tenant + "/members")
                .header(HEADER, key)
                .json(Map.of("username", "dave", "role", "owner"));
        grant.send().expect(201);

        Tenants.setRole(realm, tenant, "alice", "admin");

        assertProblem(grant.send(), 403, "insufficient_role");
    }

    @Test
    void replayIsRefusedWherePeopleAreInvitedNow() {
        String tenant = Tenants.createWithTeam(realm);
        add("bob", tenant, "dave").expect(201);

        realm.setting("directAdd", false);

        assertProblem(add("bob", tenant, "dave"), 403, "invite_only");
    }

    @Test
    void replayIsRefusedWithoutAToken() {
        Map<String, String> body = Map.of("name", freshName());
        create("alice", body).expect(201);

        Response refused = realm.anonymous()
                .post("/tenants")
                .header(HEADER, key)
                .json(body)
                .send();

        assertProblem(refused, 401, "unauthorized");
    }

    @Test
    void refusalKeepsNothing() {
        String name = freshName();
        String holder = Tenants.create(realm, name, "bob");
        int stored = storedAnswers().size();
        assertProblem(create("alice", Map.of("name", name)), 409, "name_taken");
        assertProblem(create("alice", Map.of("name", "A")), 400, "validation_failed");
        assertThat(storedAnswers()).hasSize(stored);

        Tenants.delete(realm, holder);

        create("alice", Map.of("name", name)).expect(201);
    }

    @Test
    void thirtyTwinsMakeOneTenant() {
        String name = freshName();
        Caller alice = realm.as("alice");

        List<CompletableFuture<Response>> sent = IntStream.range(0, 30)
                .mapToObj(i -> alice.post("/tenants")
                        .header(HEADER, key)
                        .json(Map.of("name", name))
                        .sendAsync())
                .toList();
        List<Response> answers = sent.stream().map(CompletableFuture::join).toList();

        assertThat(answers.stream().filter(answer -> answer.status() == 201 && !isReplay(answer)))
                .hasSize(1);
        String body = answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow()
                .text();
        assertThat(answers).allSatisfy(answer -> {
            if (answer.status() == 201) {
                assertThat(answer.text()).isEqualTo(body);
            } else {
                assertProblem(answer, 409, "conflict");
            }
        });
        assertThat(oka.rows("SELECT id FROM oka_tenant WHERE name = ?", name)).hasSize(1);
    }

    @Test
    void whatIsStoredIsReadByNobody() {
        String name = freshName();
        String id = create("alice", Map.of("name", name, "displayName", "canary-in-the-answer"))
                .expect(201)
                .id();

        List<Map<String, Object>> rows = storedAnswers();

        assertThat(rows).isNotEmpty();
        for (Map<String, Object> row : rows) {
            for (Object value : row.values()) {
                String text = value instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                                + HexFormat.of().formatHex(bytes)
                        : String.valueOf(value);
                assertThat(text).doesNotContain(key, name, id, "canary", "displayName");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "tab\tbed"})
    void keyThatIsNoneIsRefused(String bad) {
        Response refused = realm.as("alice")
                .post("/tenants")
                .header(HEADER, bad)
                .json(Map.of("name", freshName()))
                .send();

        assertProblem(refused, 400, "invalid_idempotency_key");
    }

    @Test
    void keyMayHave255CharactersAndNoMore() {
        Caller alice = realm.as("alice");

        Response longest = alice.post("/tenants")
                .header(HEADER, "k".repeat(255))
                .json(Map.of("name", freshName()))
                .send();
        Response longer = alice.post("/tenants")
                .header(HEADER, "k".repeat(256))
                .json(Map.of("name", freshName()))
                .send();

        longest.expect(201);
        assertProblem(longer, 400, "invalid_idempotency_key");
    }

    private static boolean isReplay(Response answer) {
        return answer.header("Idempotent-Replayed").isPresent();
    }

    private static void assertSameAnswer(Response again, Response first) {
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        for (String header : List.of("Content-Type", "Location", "ETag")) {
            assertThat(again.header(header)).as(header).isPresent().isEqualTo(first.header(header));
        }
    }

    private List<Map<String, Object>> storedAnswers() {
        return List.copyOf(oka.rows(
                "SELECT i.* FROM oka_idempotency i JOIN realm r ON r.id = i.realm_id WHERE r.name = ?", realm.name()));
    }

    private Response create(String person, Map<String, ?> body) {
        return realm.as(person).post("/tenants").header(HEADER, key).json(body).send();
    }

    private Response add(String person, String tenant, String whom) {
        return realm.as(person)
                .post("/tenants/" + tenant + "/members")
                .header(HEADER, key)
                .json(Map.of("username", whom))
                .send();
    }
}
