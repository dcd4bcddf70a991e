package io.oka.it.webhooks;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.Tenants;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints made, changed and removed by a tenant's admins; those of the realm's own by operators. */
@OkaServer
final class WebhookEndpointsIT {

    private static final String MASKED = "whsec_********";

    private static TestRealm realm;

    private final Oka oka;
    private String tenant = "";
    private Webhooks webhooks;

    WebhookEndpointsIT(Oka oka) {
        this.oka = oka;
        this.webhooks = Webhooks.ofRealm(realm);
    }

    @BeforeAll
    static void people(Oka oka) {
        realm = oka.realm().users("alice", "bob", "carol", "dave").create();
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @BeforeEach
    void aTenant() {
        tenant = Tenants.createWithTeam(realm);
        webhooks = Webhooks.of(realm, "bob", tenant);
    }

    @Test
    void secretComesWithTheCreationOnly() {
        Response made = webhooks.create(Webhooks.body("headers", Map.of("Authorization", "Bearer canary")))
                .expect(201);

        assertThat(Webhooks.secret(made)).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(made.header("Location").orElseThrow()).endsWith(webhooks.path() + "/" + made.id());
        assertThat(made.json().path("headers").path("Authorization").asText()).isEqualTo("********");
        for (JsonNode shown : List.of(
                webhooks.json(made.id()),
                webhooks.list("").expect(200).json().path(0),
                webhooks.patch(made.id(), Map.of("description", "Billing"))
                        .expect(200)
                        .json(),
                Webhooks.ofOperator(realm, tenant).json(made.id()))) {
            assertThat(shown.path("secret").asText()).isEqualTo(MASKED);
            assertThat(shown.path("headers").path("Authorization").asText()).isEqualTo("********");
            assertThat(shown.path("url").asText()).isEqualTo("https://hooks.example.com/oka");
        }
    }

    @Test
    void endpointIsAsItWasAsked() {
        String brought = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        Map<String, Object> body = Webhooks.body("events", List.of("subscription.*", "tenant.deleted"));
        body.putAll(Map.of(
                "description",
                "Billing",
                "active",
                false,
                "format",
                "cloudevents",
                "ordered",
                true,
                "ratePerSecond",
                7,
                "secret",
                brought));

        Response made = webhooks.create(body).expect(201);

        JsonNode shown = webhooks.json(made.id());
        assertThat(Webhooks.secret(made)).isEqualTo(brought);
        assertThat(shown.path("events").toString()).isEqualTo("[\"subscription.*\",\"tenant.deleted\"]");
        assertThat(shown.path("description").asText()).isEqualTo("Billing");
        assertThat(shown.path("active").asBoolean()).isFalse();
        assertThat(shown.path("format").asText()).isEqualTo("cloudevents");
        assertThat(shown.path("ordered").asBoolean()).isTrue();
        assertThat(shown.path("ratePerSecond").asInt()).isEqualTo(7);
        assertThat(shown.path("consecutiveFailures").asInt()).isZero();
    }

    @Test
    void whatCannotBeAnEndpointIsRefusedAndLeavesNothing() {
        assertInvalid(webhooks.create(Map.of()), "url", "events");
        assertInvalid(webhooks.create(Webhooks.body("url", "http://hooks.example.com/")), "url");
        assertInvalid(webhooks.create(Webhooks.body("url", "https://169.254.169.254/")), "url");
        assertInvalid(webhooks.create(Webhooks.body("url", "https://localhost/")), "url");
        assertInvalid(webhooks.create(Webhooks.body("url", "https://me:you@example.com/")), "url");
        assertInvalid(webhooks.create(Webhooks.body("events", List.of("tenant.born"))), "events");
        assertInvalid(webhooks.create(Webhooks.body("events", List.of("keycloak.*"))), "events");
        assertInvalid(webhooks.create(Webhooks.body("headers", Map.of("Host", "example.com"))), "headers");
        assertInvalid(webhooks.create(Webhooks.body("format", "xml")), "format");
        assertProblem(webhooks.create(Webhooks.body("unknown", 1)), 400, "unknown_member");

        assertThat(webhooks.list("").expect(200).header("X-Total-Count")).contains("0");
        assertThat(ChangeRow.types(oka, tenant)).noneMatch(type -> type.startsWith("webhook."));
    }

    @Test
    void whatTheOperatorNamesMayBeReachedAlsoUnencrypted() {
        try (TestRealm other = oka.realm().users("alice", "bob", "carol").create()) {
            Webhooks theirs = Webhooks.of(other, "bob", Tenants.createWithTeam(other));
            Map<String, Object> local = Webhooks.body("url", "http://127.0.0.1:9999/hooks");

            assertInvalid(theirs.create(local), "url");
            other.setting("tenantTargets", List.of("127.0.0.1"));
            theirs.create(local).expect(201);
            theirs.create(Webhooks.body("url", "http://localhost:9999/hooks")).expect(201);

            assertInvalid(theirs.create(Webhooks.body("url", "http://10.0.0.1/")), "url");
            assertInvalid(Webhooks.ofRealm(other).create(local), "url");
        }
    }

    @Test
    void changeCarriesItsTagAndHeedsIt() {
        Response made = webhooks.create();
        String tag = made.header("ETag").orElseThrow();

        Response changed = webhooks.patching(made.id(), Map.of("ratePerSecond", 3))
                .header("If-Match", tag)
                .send()
                .expect(200);

        assertThat(webhooks.get(made.id()).header("ETag")).isEqualTo(changed.header("ETag"));
        assertThat(changed.header("ETag").orElseThrow()).isNotEqualTo(tag);
        assertProblem(
                webhooks.patching(made.id(), Map.of("ratePerSecond", 4))
                        .header("If-Match", tag)
                        .send(),
                412,
                "precondition_failed");
        assertProblem(
                webhooks.rotation(made.id(), Map.of()).header("If-Match", tag).send(), 412, "precondition_failed");
        assertThat(webhooks.patch(made.id(), Map.of("ratePerSecond", 3)).header("ETag"))
                .as("nothing is different")
                .isEqualTo(changed.header("ETag"));
        assertThat(webhooks.json(made.id()).path("ratePerSecond").asInt()).isEqualTo(3);
    }

    @Test
    void patchLeavesWhatItDoesNotName() {
        Response made = webhooks.create(Webhooks.body("headers", Map.of("X-Key", "v")));

        webhooks.patch(made.id(), Map.of("events", List.of("quota.*"))).expect(200);

        JsonNode shown = webhooks.json(made.id());
        assertThat(shown.path("events").toString()).isEqualTo("[\"quota.*\"]");
        assertThat(shown.path("headers").has("X-Key")).isTrue();
        assertProblem(webhooks.patch(made.id(), Map.of("secret", "x")), 400, "validation_failed");
        webhooks.patch(made.id(), Map.of("headers", Map.of("X-Other", "w"))).expect(200);
        assertThat(webhooks.json(made.id()).path("headers").toString()).isEqualTo("{\"X-Other\":\"********\"}");
    }

    @Test
    void activatingForgetsFailures() throws Exception {
        Response made = webhooks.create();
        try (var connection = oka.connect();
                var statement = connection.prepareStatement("UPDATE oka_webhook_endpoint SET active = false,"
                        + " disabled_at = now(), disabled_reason = 'failing', failing_since = now(),"
                        + " consecutive_failures = 12, open_until = now() + interval '1 hour' WHERE id = ?")) {
            statement.setString(1, made.id());
            statement.executeUpdate();
        }
        JsonNode disabled = webhooks.json(made.id());

        // Another change does not bring it back, nor undo what deliveries have written.
        webhooks.patch(made.id(), Map.of("description", "Billing")).expect(200);
        JsonNode changed = webhooks.json(made.id());
        webhooks.activate(made.id()).expect(200);
        webhooks.activate(made.id()).expect(200);

        assertThat(disabled.path("disabledReason").asText()).isEqualTo("failing");
        assertThat(changed.path("consecutiveFailures").asInt()).isEqualTo(12);
        assertThat(changed.path("active").asBoolean()).isFalse();
        JsonNode active = webhooks.json(made.id());
        assertThat(active.path("active").asBoolean()).isTrue();
        for (String gone : List.of("disabledAt", "disabledReason", "failingSince")) {
            assertThat(active.path(gone).isNull()).as(gone).isTrue();
        }
        assertThat(active.path("consecutiveFailures").asInt()).isZero();
        assertThat(webhooks.deactivate(made.id())
                        .expect(200)
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void rotationGivesAnotherSecretAndSaysHowLongTheOldOneSigns() {
        Response made = webhooks.create();

        Response rotated = webhooks.rotate(made.id(), 2).expect(200);

        assertThat(Webhooks.secret(rotated)).startsWith("whsec_").isNotEqualTo(Webhooks.secret(made));
        assertThat(Instant.parse(
                        webhooks.json(made.id()).path("previousSecretUntil").asText()))
                .isBetween(Instant.now().plusSeconds(7000), Instant.now().plusSeconds(7300));
        assertThat(webhooks.json(made.id()).path("secret").asText()).isEqualTo(MASKED);
        Response atOnce = webhooks.rotate(made.id(), 0).expect(200);
        assertThat(atOnce.json().path("previousSecretUntil").isNull()).isTrue();
        assertProblem(webhooks.rotate(made.id(), -1), 400, "validation_failed");
        assertProblem(webhooks.rotate(made.id(), 169), 400, "validation_failed");
    }

    @Test
    void repeatedCreationAndRotationGiveTheFirstAnswer() {
        Response made = webhooks.creation(Webhooks.body())
                .header("Idempotency-Key", "once")
                .send()
                .expect(201);

        Response again = webhooks.creation(Webhooks.body())
                .header("Idempotency-Key", "once")
                .send()
                .expect(201);
        List<Response> rotations = Stream.generate(() -> webhooks.rotation(made.id(), Map.of())
                        .header("Idempotency-Key", "rotated")
                        .send()
                        .expect(200))
                .limit(2)
                .toList();

        assertThat(again.text()).isEqualTo(made.text());
        assertThat(rotations.get(1).text()).isEqualTo(rotations.get(0).text());
        assertThat(webhooks.list("").header("X-Total-Count")).contains("1");
    }

    @Test
    void removedEndpointIsGoneAndItsSecretsWithIt() {
        Response made = webhooks.create(Webhooks.body("headers", Map.of("X-Key", "v")));

        webhooks.delete(made.id()).expect(204);

        assertProblem(webhooks.get(made.id()), 404, "not_found");
        assertProblem(webhooks.delete(made.id()), 404, "not_found");
        assertProblem(webhooks.activate(made.id()), 404, "not_found");
        assertThat(webhooks.list("").header("X-Total-Count")).contains("0");
        oka.runTask("oka-sweep-webhooks");
        assertThat(oka.rows("SELECT id FROM oka_webhook_endpoint WHERE id = ?", made.id()))
                .isEmpty();
    }

    @Test
    void endpointsOfAnotherTenantAndOfTheRealmAreNotThere() {
        String theirs = Webhooks.ofOperator(realm, Tenants.create(realm, "dave"))
                .create()
                .id();
        Webhooks realms = Webhooks.ofRealm(realm);
        String ofRealm = realms.create(Webhooks.body("events", List.of("*", "keycloak.user.*")))
                .expect(201)
                .id();
        String own = webhooks.create().id();

        for (String id : List.of(theirs, ofRealm)) {
            assertProblem(webhooks.get(id), 404, "not_found");
            assertProblem(webhooks.patch(id, Map.of("active", false)), 404, "not_found");
            assertProblem(webhooks.delete(id), 404, "not_found");
            assertProblem(webhooks.rotate(id, 1), 404, "not_found");
            assertProblem(Webhooks.ofOperator(realm, tenant).get(id), 404, "not_found");
        }
        assertProblem(realms.get(own), 404, "not_found");
        assertThat(webhooks.list("").json().findValuesAsText("id")).containsExactly(own);
        assertThat(realms.list("").json().findValuesAsText("id"))
                .contains(ofRealm)
                .doesNotContain(own, theirs);
    }

    @Test
    void tenantHasAsManyAsTheRealmSaysAlsoUnderConcurrentRequests() {
        try (TestRealm other = oka.realm().users("alice", "bob", "carol").create();
                Workers workers = new Workers(6)) {
            other.setting("maxWebhooksPerTenant", 2);
            Webhooks theirs = Webhooks.of(other, "bob", Tenants.createWithTeam(other));

            List<Integer> answers =
                    workers.all(() -> theirs.create(Webhooks.body()).status());

            assertThat(answers)
                    .containsOnly(201, 409)
                    .filteredOn(status -> status == 201)
                    .hasSize(2);
            assertProblem(theirs.create(Webhooks.body()), 409, "endpoint_limit_reached");
            assertThat(theirs.list("").header("X-Total-Count")).contains("2");
        }
    }

    @Test
    void eachChangeIsSaidWithoutWhatIsSecret() {
        Response made = webhooks.create(Webhooks.body("url", "https://hooks.example.com/services/token-in-the-path"));
        webhooks.patch(made.id(), Map.of("description", "Billing")).expect(200);
        webhooks.rotate(made.id(), 1).expect(200);
        webhooks.deactivate(made.id()).expect(200);
        webhooks.delete(made.id()).expect(204);

        List<ChangeRow> rows = ChangeRow.of(oka, tenant).stream()
                .filter(row -> row.type().startsWith("webhook."))
                .toList();

        assertThat(rows)
                .extracting(ChangeRow::type)
                .containsExactly(
                        "webhook.endpoint_created",
                        "webhook.endpoint_updated",
                        "webhook.secret_rotated",
                        "webhook.endpoint_updated",
                        "webhook.endpoint_deleted");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.datum("endpointId")).isEqualTo(made.id());
            assertThat(row.datum("origin")).isEqualTo("https://hooks.example.com");
            assertThat(row.actorId()).isEqualTo(realm.userId("bob"));
            assertThat(row.data().toString()).doesNotContain("token-in-the-path", "whsec_");
        });
    }

    @Test
    void suspendedTenantsWebhooksAreReadAndNotChanged() {
        Response made = webhooks.create();
        Tenants.suspend(realm, tenant);

        webhooks.get(made.id()).expect(200);
        assertProblem(webhooks.create(Webhooks.body()), 403, "tenant_suspended");
        assertProblem(webhooks.deactivate(made.id()), 403, "tenant_suspended");
        Webhooks.ofOperator(realm, tenant).deactivate(made.id()).expect(200);
    }

    @Test
    void webhooksGoWithTheirTenantOnceThatIsPurged() {
        String id = webhooks.create().id();
        String ofRealm = Webhooks.ofRealm(realm).create().id();
        Tenants.delete(realm, tenant);
        assertThat(oka.rows("SELECT id FROM oka_webhook_endpoint WHERE id = ? AND deleted_at IS NULL", id))
                .as("it may be restored")
                .hasSize(1);

        oka.moveClock(Duration.ofDays(31));
        oka.runTask("oka-purge-tenants");
        oka.runTask("oka-sweep-webhooks");

        assertThat(oka.rows("SELECT id FROM oka_webhook_endpoint WHERE id IN (?, ?)", id, ofRealm))
                .extracting(row -> row.get("id"))
                .containsExactly(ofRealm);
    }

    @Test
    void webhooksGoWithTheirRealm() {
        TestRealm other = oka.realm().users("alice", "bob", "carol").create();
        String theirs = Webhooks.of(other, "bob", Tenants.createWithTeam(other))
                .create()
                .id();
        String ofRealm = Webhooks.ofRealm(other).create().id();

        other.close();

        assertThat(oka.rows("SELECT id FROM oka_webhook_endpoint WHERE id IN (?, ?)", theirs, ofRealm))
                .isEmpty();
    }

    /** The same, several times at once. */
    private record Workers(ExecutorService threads, int number) implements AutoCloseable {

        Workers(int number) {
            this(Executors.newFixedThreadPool(number), number);
        }

        <T> List<T> all(Supplier<T> work) {
            List<CompletableFuture<T>> futures = Stream.generate(() -> CompletableFuture.supplyAsync(work, threads))
                    .limit(number)
                    .toList();
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).join();
            return futures.stream().map(CompletableFuture::join).toList();
        }

        @Override
        public void close() {
            threads.shutdown();
        }
    }
}
