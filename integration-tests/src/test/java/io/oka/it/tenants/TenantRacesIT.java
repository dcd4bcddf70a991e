package io.oka.it.tenants;

import static io.oka.it.support.Problems.assertProblem;
import static io.oka.it.support.Tenants.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many tenants a person may own and who gets a name, also when many ask at once. */
@OkaServer
final class TenantRacesIT {

    private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "dave", "erin");

    private final Oka oka;
    private final TestRealm realm;

    TenantRacesIT(Oka oka, TestRealm realm) {
        this.oka = oka;
        this.realm = realm;
    }

    @BeforeEach
    void nobodyOwnsAnything() {
        realm.operator()
                .get("/tenants?max=100")
                .send()
                .expect(200)
                .json()
                .findValuesAsText("id")
                .forEach(id -> Tenants.delete(realm, id));
        realm.setting("maxTenantsPerUser", null);
    }

    @Test
    void sixthTenantIsRefused() {
        for (int i = 0; i < 5; i++) {
            create("alice", freshName()).expect(201);
        }

        assertProblem(create("alice", freshName()), 409, "tenant_limit_reached");
    }

    @Test
    void settingDecidesHowManyThereMayBe() {
        realm.setting("maxTenantsPerUser", 1);
        create("alice", freshName()).expect(201);

        assertProblem(create("alice", freshName()), 409, "tenant_limit_reached");

        realm.setting("maxTenantsPerUser", 2);
        create("alice", freshName()).expect(201);
    }

    @Test
    void whereNoneMayBeOwnedTheFirstIsRefused() {
        realm.setting("maxTenantsPerUser", 0);

        assertProblem(create("alice", freshName()), 409, "tenant_limit_reached");
    }

    @Test
    void onlyOwnedAndLivingTenantsCount() {
        realm.setting("maxTenantsPerUser", 1);
        String first = create("alice", freshName()).expect(201).id();
        String joined = Tenants.create(realm, "bob");
        Tenants.addMember(realm, joined, "alice", "admin");

        realm.as("alice").delete("/tenants/" + first).send().expect(204);

        create("alice", freshName()).expect(201);
    }

    @Test
    void twentyAtOnceFindRoomForFive() {
        Caller alice = realm.as("alice");

        List<Response> answers = atOnce(IntStream.range(0, 20).mapToObj(i -> creation(alice, freshName())));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(5);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> assertProblem(answer, 409, "tenant_limit_reached"));
        Response list = alice.get("/tenants").send().expect(200);
        assertThat(list.header("X-Total-Count")).contains("5");
    }

    @Test
    void oneOfManyGetsTheName() {
        String name = freshName();

        List<Response> answers = atOnce(IntStream.range(0, 4).boxed().flatMap(i -> PEOPLE.stream()
                .map(person -> creation(realm.as(person), name))));

        assertOneWins(answers, 201, "name_taken");
        assertThat(oka.rows("SELECT id FROM oka_tenant WHERE live_name = ?", name))
                .hasSize(1);
    }

    @Test
    void oneOfManyRenamesToTheName() {
        String name = freshName();
        List<String> tenants = PEOPLE.stream()
                .flatMap(person -> Stream.of(Tenants.create(realm, person), Tenants.create(realm, person)))
                .toList();

        List<Response> answers = atOnce(tenants.stream()
                .map(id -> realm.operator().patch("/tenants/" + id).json(Map.of("name", name))));

        assertOneWins(answers, 200, "name_taken");
    }

    @Test
    void oneOfManyRestoresTheName() {
        String name = freshName();
        List<String> deleted = IntStream.range(0, 8)
                .mapToObj(i -> {
                    String id = Tenants.create(realm, name, "alice");
                    Tenants.delete(realm, id);
                    return id;
                })
                .toList();

        List<Response> answers =
                atOnce(deleted.stream().map(id -> realm.operator().post("/tenants/" + id + "/restore")));

        assertOneWins(answers, 200, "name_taken");
    }

    @Test
    void memberIsAddedOnceByMany() {
        String id = Tenants.create(realm, "alice");

        List<Response> answers = atOnce(IntStream.range(0, 10)
                .mapToObj(i ->
                        realm.operator().post("/tenants/" + id + "/members").json(Map.of("username", "erin"))));

        assertOneWins(answers, 201, "already_member");
        assertThat(oka.rows("SELECT 1 FROM oka_change WHERE tenant_id = ? AND type = 'user.added_to_tenant'", id))
                .as("alice, and erin once")
                .hasSize(2);
    }

    @Test
    void tenantIsDeletedOnceByMany() {
        String id = Tenants.create(realm, "alice");
        Caller alice = realm.as("alice");

        List<Response> answers = atOnce(IntStream.range(0, 10).mapToObj(i -> alice.delete("/tenants/" + id)));

        assertThat(answers.stream().filter(answer -> answer.status() == 204)).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 204)
                .forEach(answer -> assertProblem(answer, 404, "not_found"));
        assertThat(oka.rows("SELECT 1 FROM oka_change WHERE tenant_id = ? AND type = 'tenant.deleted'", id))
                .hasSize(1);
    }

    private static void assertOneWins(List<Response> answers, int success, String refusal) {
        assertThat(answers.stream().filter(answer -> answer.status() == success))
                .as(answers.toString())
                .hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != success)
                .forEach(answer -> assertProblem(answer, 409, refusal));
    }

    private static List<Response> atOnce(Stream<Http.Request> requests) {
        List<CompletableFuture<Response>> sent =
                requests.toList().stream().map(Http.Request::sendAsync).toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private Response create(String person, String name) {
        return creation(realm.as(person), name).send();
    }

    private static Http.Request creation(Caller caller, String name) {
        return caller.post("/tenants").json(Map.of("name", name));
    }
}
