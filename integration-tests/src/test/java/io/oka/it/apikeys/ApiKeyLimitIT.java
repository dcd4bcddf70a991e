package io.oka.it.apikeys;

import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many keys a plan has room for, also when many ask at once. */
@OkaServer
final class ApiKeyLimitIT {

    private final Oka oka;

    ApiKeyLimitIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void keyBeyondThePlanIsRefused() {
        try (TestRealm realm = realm(oka, 2)) {
            ApiKeys keys = keysOfANewTenant(realm);
            String first = keys.create().id();
            keys.create();

            assertProblem(keys.create(ApiKeys.body("third")), 409, "key_limit_reached");
            assertProblem(
                    new ApiKeys(realm.operator(), keys.path()).create(ApiKeys.body("third")), 409, "key_limit_reached");

            assertThat(keys.ids("")).hasSize(2);
            keys.revoke(first).expect(204);
            keys.create();
        }
    }

    @Test
    void familyIsOneKey() {
        try (TestRealm realm = realm(oka, 2)) {
            ApiKeys keys = keysOfANewTenant(realm);
            String first = keys.create().id();
            String successor = keys.rotate(first, 3_600).expect(201).id();
            keys.rotate(successor, 3_600).expect(201);

            keys.create();

            assertProblem(keys.create(ApiKeys.body("third")), 409, "key_limit_reached");
            keys.rotate(keys.ids("").get(0), 3_600).expect(201);
        }
    }

    @Test
    void whatHasEndedDoesNotCount() {
        try (TestRealm realm = realm(oka, 1)) {
            ApiKeys keys = keysOfANewTenant(realm);
            keys.createUntil(Instant.now().plusSeconds(30));
            assertProblem(keys.create(ApiKeys.body("second")), 409, "key_limit_reached");

            oka.moveClock(Duration.ofMinutes(1));

            new ApiKeys(realm.operator(), keys.path())
                    .create(ApiKeys.body("second"))
                    .expect(201);
        }
    }

    @Test
    void anotherTenantsKeysDoNotCount() {
        try (TestRealm realm = realm(oka, 1)) {
            keysOfANewTenant(realm).create();

            keysOfANewTenant(realm).create();
        }
    }

    @Test
    void planWithoutKeysHasNone() {
        try (TestRealm realm = realm(oka, 0)) {
            assertProblem(keysOfANewTenant(realm).create(ApiKeys.body("first")), 409, "key_limit_reached");
        }
    }

    @Test
    void twentyAtOnceOnTwoNodesFindRoomForFive(TwoNodes nodes) {
        try (TestRealm realm = realm(nodes.first(), 5)) {
            String tenant = Tenants.createWithTeam(realm);
            ApiKeys here = ApiKeys.of(realm, "alice", tenant);
            ApiKeys there = ApiKeys.of(realm.on(nodes.second()), "bob", tenant);

            List<CompletableFuture<Response>> sent = IntStream.range(0, 20)
                    .mapToObj(i -> (i % 2 == 0 ? here : there)
                            .creation(ApiKeys.body("key " + i))
                            .sendAsync())
                    .toList();
            List<Response> answers = sent.stream().map(CompletableFuture::join).toList();

            assertThat(answers.stream().filter(answer -> answer.status() == 201))
                    .hasSize(5);
            answers.stream()
                    .filter(answer -> answer.status() != 201)
                    .forEach(answer -> assertProblem(answer, 409, "key_limit_reached"));
            assertThat(nodes.first().rows("SELECT 1 FROM oka_api_key WHERE tenant_id = ?", tenant))
                    .hasSize(5);
            assertThat(nodes.first()
                            .rows("SELECT 1 FROM oka_change WHERE tenant_id = ? AND type = 'api_key.created'", tenant))
                    .hasSize(5);
        }
    }

    private static TestRealm realm(Oka node, int limit) {
        TestRealm realm = node.realm().users("alice", "bob", "carol").create();
        Tenants.limitKeys(realm, limit);
        ApiKeys.allowScopes(realm);
        return realm;
    }

    private static ApiKeys keysOfANewTenant(TestRealm realm) {
        return ApiKeys.of(realm, "bob", Tenants.createWithTeam(realm));
    }
}
