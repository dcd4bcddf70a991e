package io.oka.it.webhooks;

import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ChangeRow;
import io.oka.it.support.DeliveryRow;
import io.oka.it.support.DeliveryRows;
import io.oka.it.support.Tenants;
import io.oka.it.support.WebhookReceiver;
import io.oka.it.support.Webhooks;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do about deliveries that were given up, and about endpoints of whomever. */
@OkaServer
final class DeadLettersIT {

    private final Oka oka;
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private final TestRealm realm;
    private final String tenant;
    private final Webhooks webhooks;

    DeadLettersIT(Oka oka) {
        this.oka = oka;
        this.realm = oka.realm().users("alice", "bob", "carol", "viewer").create();
        this.tenant = Tenants.createWithTeam(realm);
        this.webhooks = Webhooks.of(realm, "bob", tenant);
    }

    @BeforeEach
    void receiverMayBeReached() {
        realm.setting("tenantTargets", List.of("127.0.0.1"));
        realm.setting("operatorTargets", List.of("127.0.0.1"));
    }

    @AfterEach
    void stop() {
        receiver.close();
        realm.close();
    }

    @Test
    void listIsOfTheWholeRealmAndNarrowed() {
        String own = endpoint(webhooks);
        String ofRealm = endpoint(Webhooks.ofRealm(realm));
        List<String> letters = List.of(letter(webhooks, own), letter(Webhooks.ofRealm(realm), ofRealm));

        assertThat(ids("")).containsExactly(letters.get(1), letters.get(0));
        assertThat(ids("?limit=1")).containsExactly(letters.get(1));
        assertThat(ids("?tenantId=" + tenant)).containsExactly(letters.get(0));
        assertThat(ids("?endpointId=" + ofRealm)).containsExactly(letters.get(1));
        assertThat(ids("?type=webhook.test")).hasSize(2);
        assertThat(ids("?type=tenant.updated")).isEmpty();
        assertThat(ids("?from=" + Instant.now().plusSeconds(60))).isEmpty();
        assertThat(ids("?to=" + Instant.now().plusSeconds(60))).hasSize(2);
        assertInvalid(get("?from=yesterday"), "from");
        try (TestRealm other = oka.realm().create()) {
            assertThat(other.operator()
                            .get("/webhooks/dead-letters")
                            .send()
                            .expect(200)
                            .json()
                            .path("items"))
                    .isEmpty();
            assertProblem(
                    other.operator()
                            .post("/webhooks/dead-letters/" + letters.get(0) + "/replay")
                            .send(),
                    404,
                    "not_found");
        }
    }

    @Test
    void replayedLetterGoesOutAgainAndIsGone() {
        String id = endpoint(webhooks);
        String letter = letter(webhooks, id);

        Response made = post("/" + letter + "/replay", Map.of()).expect(201);

        awaitStates(id, "dead", "delivered");
        assertThat(made.json().path("cause").asText()).isEqualTo("replay");
        assertThat(made.header("Location").orElseThrow())
                .endsWith("/admin/realms/" + realm.name() + "/tenants/" + tenant + "/webhooks/" + id + "/deliveries/"
                        + made.id());
        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().get(1).id())
                .isEqualTo(receiver.received().get(0).id());
        assertThat(ids("")).isEmpty();
        assertThat(webhooks.delivery(id, letter).json().path("successorId").asText())
                .isEqualTo(made.id());
        assertProblem(post("/" + letter + "/replay", Map.of()), 404, "not_found");
        assertThat(ChangeRow.last(oka, tenant).type()).isEqualTo("webhook.dead_letter_replayed");
    }

    @Test
    void letterThatItsPeopleResendIsGone() {
        String id = endpoint(webhooks);
        String letter = letter(webhooks, id);

        webhooks.resend(id, letter).expect(201);

        assertThat(ids("")).isEmpty();
    }

    @Test
    void allThatTheFilterMeansAreReplayed() {
        String id = endpoint(webhooks);
        String ofRealm = endpoint(Webhooks.ofRealm(realm));
        letter(webhooks, id);
        letter(webhooks, id);
        String other = letter(Webhooks.ofRealm(realm), ofRealm);

        JsonNode first = post("/replay", Map.of("tenantId", tenant)).expect(200).json();
        List<String> left = ids("");
        JsonNode second = post("/replay", Map.of()).expect(200).json();

        assertThat(first.path("deliveries").asInt()).isEqualTo(2);
        assertThat(first.path("more").asBoolean()).isFalse();
        assertThat(left).containsExactly(other);
        assertThat(second.path("deliveries").asInt()).isEqualTo(1);
        awaitStates(id, "dead", "dead", "delivered", "delivered");
        awaitStates(ofRealm, "dead", "delivered");
        assertThat(ChangeRow.last(oka, tenant).type()).isEqualTo("webhook.dead_letters_replayed");
        assertThat(ChangeRow.last(oka, tenant).datum("deliveries")).isEqualTo("2");
        assertProblem(post("/replay", Map.of("tenant", tenant)), 400, "unknown_member");
    }

    @Test
    void discardedLettersAreCancelledAndSayWhy() {
        String id = endpoint(webhooks);
        String one = letter(webhooks, id);
        letter(webhooks, id);
        letter(webhooks, id);

        JsonNode discarded = post("/" + one + "/discard", Map.of("reason", "Known to be lost"))
                .expect(200)
                .json();
        JsonNode others = post("/discard", Map.of("reason", "Old", "endpointId", id, "type", "webhook.test"))
                .expect(200)
                .json();

        assertThat(discarded.path("status").asText()).isEqualTo("cancelled");
        assertThat(others.path("deliveries").asInt()).isEqualTo(2);
        assertThat(ids("")).isEmpty();
        JsonNode shown = webhooks.delivery(id, one).json();
        assertThat(shown.path("status").asText()).isEqualTo("cancelled");
        assertThat(shown.path("discardedReason").asText()).isEqualTo("Known to be lost");
        assertInvalid(post("/discard", Map.of()), "reason");
        assertInvalid(post("/discard", Map.of("reason", " ")), "reason");
        assertProblem(post("/" + one + "/discard", Map.of("reason", "Again")), 404, "not_found");
        assertThat(ChangeRow.last(oka, tenant).datum("reason")).isEqualTo("Old");
    }

    @Test
    void whoeverMayOnlyReadChangesNothing() {
        String id = endpoint(webhooks);
        String letter = letter(webhooks, id);
        oka.admin().grantClientRoles(realm.name(), realm.userId("viewer"), "realm-management", List.of("view-realm"));
        var viewer = realm.operatorWith(realm.token("viewer"));

        assertThat(viewer.get("/webhooks/dead-letters").send().status()).isEqualTo(200);
        for (String path : List.of(
                "/dead-letters/" + letter + "/replay",
                "/dead-letters/replay",
                "/dead-letters/" + letter + "/discard",
                "/dead-letters/discard",
                "/" + id + "/pause",
                "/" + id + "/resume")) {
            assertThat(viewer.post("/webhooks" + path).json(Map.of()).send().status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(ids("")).containsExactly(letter);
    }

    @Test
    void pausedEndpointsDeliveriesAreHeldUntilItIsResumed() {
        String id = endpoint(webhooks);

        JsonNode paused = realm.operator()
                .post("/webhooks/" + id + "/pause")
                .send()
                .expect(200)
                .json();
        rename("One");

        awaitStates(id, "held");
        assertThat(paused.path("pausedAt").isNull()).isFalse();
        assertThat(webhooks.json(id).path("pausedAt").isNull()).isFalse();
        assertProblem(
                webhooks.caller().post(webhooks.path() + "/" + id + "/resume").send(), 404, "not_found");
        // Activating is its people's business; the pause is not.
        webhooks.deactivate(id).expect(200);
        webhooks.activate(id).expect(200);
        assertThat(webhooks.json(id).path("pausedAt").isNull()).isFalse();
        assertThat(receiver.received()).isEmpty();
        realm.operator().post("/webhooks/" + id + "/resume").send().expect(200);
        awaitStates(id, "delivered");
        assertThat(ChangeRow.types(oka, tenant)).contains("webhook.endpoint_paused", "webhook.endpoint_resumed");
        assertProblem(realm.operator().post("/webhooks/" + tenant + "/pause").send(), 404, "not_found");
    }

    @Test
    void whatWaitsIsHeldWhenItsEndpointIsPaused() {
        receiver.answering(WebhookReceiver.Reply.status(500));
        String id = endpoint(webhooks);
        rename("One");
        awaitStates(id, "retrying");

        realm.operator().post("/webhooks/" + id + "/pause").send().expect(200);

        awaitStates(id, "held");
    }

    private String endpoint(Webhooks whose) {
        Map<String, Object> body = Webhooks.body("url", receiver.url());
        body.put("events", List.of("tenant.updated"));
        return whose.create(body).expect(201).id();
    }

    /** A delivery that was given up. */
    private String letter(Webhooks whose, String id) {
        String delivery = whose.test(id).expect(201).id();
        await().untilAsserted(() -> assertThat(
                        DeliveryRow.of(oka, id).stream().filter(row -> row.id().equals(delivery)))
                .extracting(DeliveryRow::state)
                .containsExactly("delivered"));
        DeliveryRows.kill(oka, delivery);
        return delivery;
    }

    private Response get(String query) {
        return realm.operator().get("/webhooks/dead-letters" + query).send();
    }

    private List<String> ids(String query) {
        return get(query).expect(200).json().path("items").findValuesAsText("id");
    }

    private Response post(String path, Map<String, ?> body) {
        return realm.operator().post("/webhooks/dead-letters" + path).json(body).send();
    }

    private void awaitStates(String id, String... states) {
        await().untilAsserted(() -> assertThat(DeliveryRow.of(oka, id))
                .extracting(DeliveryRow::state)
                .containsExactly(states));
    }

    private void rename(String name) {
        realm.operator()
                .patch("/tenants/" + tenant)
                .json(Map.of("displayName", name))
                .send()
                .expect(200);
    }
}
