package io.oka.it.entitlements;

import static io.oka.it.entitlements.Authzen.ACTIONS;
import static io.oka.it.entitlements.Authzen.RESOURCES;
import static io.oka.it.entitlements.Authzen.SUBJECTS;
import static io.oka.it.entitlements.Authzen.action;
import static io.oka.it.entitlements.Authzen.ask;
import static io.oka.it.entitlements.Authzen.found;
import static io.oka.it.entitlements.Authzen.question;
import static io.oka.it.entitlements.Authzen.service;
import static io.oka.it.entitlements.Authzen.subject;
import static io.oka.it.entitlements.Authzen.with;
import static io.oka.it.entitlements.Authzen.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.OkaServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** AuthZEN's searches: who may, with what, and what. */
@OkaServer
final class AuthzenSearchIT extends InAuthzenRealm {

    @Test
    void membersWhoMayAreFound() {
        JsonNode all = search(SUBJECTS, subjects("user"));
        JsonNode admins = search(SUBJECTS, with(subjects("user"), "context", Map.of("requiredRole", "admin")));

        assertThat(found(all, "id")).containsExactlyInAnyOrder(ids("alice", "bob", "carol"));
        assertThat(all.path("results"))
                .allMatch(one -> one.path("type").asText().equals("user"));
        assertThat(all.has("page")).isFalse();
        assertThat(found(admins, "id")).containsExactlyInAnyOrder(ids("alice", "bob"));
        assertThat(found(search(SUBJECTS, with(subjects("user"), "subject", subject("user", "ignored"))), "id"))
                .containsExactlyElementsOf(found(all, "id"));
        assertThat(found(search(SUBJECTS, with(subjects("user"), "resource", service("search", tenant))), "id"))
                .isEmpty();
    }

    @Test
    void whoMayNotLogInIsNotFound() {
        realm.addUser("frank");
        Tenants.addMember(realm, tenant, "frank", "member");
        assertThat(found(search(SUBJECTS, subjects("user")), "id")).contains(realm.userId("frank"));

        oka.admin().put(realm.adminPath("/users/" + realm.userId("frank")), Map.of("enabled", false));

        assertThat(found(search(SUBJECTS, subjects("user")), "id")).doesNotContain(realm.userId("frank"));
        oka.admin().delete(realm.adminPath("/users/" + realm.userId("frank")));
        assertThat(found(search(SUBJECTS, subjects("user")), "id")).hasSize(3);
    }

    @Test
    void keysWithTheScopeAndRoomAreFound() {
        ApiKeys keys = ApiKeys.of(realm, "alice", tenant);
        String reads = keys.create().id();
        Map<String, Object> other = ApiKeys.body("other");
        other.put("scopes", List.of("search:*"));
        keys.create(other).expect(201);
        Map<String, Object> small = ApiKeys.body("small");
        small.putAll(Map.of("quotaLimit", 3, "quotaPeriod", "month"));
        String little = keys.create(small).expect(201).id();
        String gone = keys.create().id();
        keys.revoke(gone).expect(204);

        assertThat(found(search(SUBJECTS, subjects("api_key")), "id")).containsExactly(reads, little);
        assertThat(found(search(SUBJECTS, with(subjects("api_key"), "context", Map.of("quantity", 4))), "id"))
                .containsExactly(reads);
        assertThat(found(search(SUBJECTS, with(subjects("api_key"), "context", Map.of("quantity", 1001))), "id"))
                .isEmpty();
    }

    @Test
    void tenantFindsItself() {
        assertThat(found(search(SUBJECTS, subjects("tenant")), "id")).containsExactly(tenant);
        assertThat(found(search(SUBJECTS, with(subjects("tenant"), "context", Map.of("requiredRole", "member"))), "id"))
                .isEmpty();
    }

    @Test
    void servicesOfThePlanAreFound() {
        entitlements.set(tenant, Map.of("tier", "pro")).expect(200);
        String carol = realm.userId("carol");
        Map<String, Object> question = with(question(carol, tenant), "resource", openService());
        String key = ApiKeys.of(realm, "alice", tenant).create().id();

        JsonNode ofCarol = search(RESOURCES, question);

        assertThat(found(ofCarol, "id")).containsExactly("documents", "search");
        assertThat(ofCarol.at("/results/0/type").asText()).isEqualTo("service");
        assertThat(ofCarol.at("/results/0/properties/tenantId").asText()).isEqualTo(tenant);
        assertThat(found(search(RESOURCES, with(question, "subject", subject("api_key", key))), "id"))
                .containsExactly("documents", "search");
        assertThat(found(
                        search(
                                RESOURCES,
                                with(with(question, "subject", subject("api_key", key)), "action", action("other"))),
                        "id"))
                .isEmpty();
        assertThat(found(search(RESOURCES, with(question, "subject", subject("user", realm.userId("erin")))), "id"))
                .isEmpty();
        realm.as("alice")
                .put("/tenants/" + tenant + "/subscription/items/search")
                .json(Map.of("enabled", false))
                .send()
                .expect(200);
        assertThat(found(search(RESOURCES, question), "id")).containsExactly("documents");
    }

    @Test
    void knownActionsAreFound() {
        Map<String, Object> ofCarol = without(question(realm.userId("carol"), tenant), "action");
        String key = ApiKeys.of(realm, "alice", tenant).create().id();

        assertThat(found(search(ACTIONS, ofCarol), "name")).containsExactly("documents:*", "search:*", "usage:write");
        assertThat(found(search(ACTIONS, with(ofCarol, "subject", subject("api_key", key))), "name"))
                .containsExactly("documents:read");
        assertThat(found(search(ACTIONS, with(ofCarol, "resource", service("search", tenant))), "name"))
                .isEmpty();
        assertThat(found(search(ACTIONS, with(ofCarol, "subject", subject("user", "nonexistent"))), "name"))
                .isEmpty();
        assertThat(found(search(ACTIONS, with(ofCarol, "action", 5)), "name")).hasSize(3);
    }

    @Test
    void whatIsFoundMayIndeed() {
        Caller gateway = realm.asService("gateway");
        ApiKeys.of(realm, "alice", tenant).create();

        for (String type : List.of("user", "api_key", "tenant")) {
            for (JsonNode one : search(SUBJECTS, subjects(type)).path("results")) {
                assertThat(Authzen.evaluate(gateway, with(question("", tenant), "subject", one))
                                .path("decision")
                                .asBoolean())
                        .as(one.toString())
                        .isTrue();
            }
        }
        Map<String, Object> question = question(realm.userId("carol"), tenant);
        for (JsonNode one :
                search(RESOURCES, with(question, "resource", openService())).path("results")) {
            assertThat(Authzen.evaluate(gateway, with(question, "resource", one))
                            .path("decision")
                            .asBoolean())
                    .isTrue();
        }
        for (JsonNode one : search(ACTIONS, question).path("results")) {
            assertThat(Authzen.evaluate(gateway, with(question, "action", one))
                            .path("decision")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void nothingIsFoundOfWhatIsNotKnown() {
        Map<String, Object> ship = with(subjects("user"), "subject", Map.of("type", "spaceship"));
        Map<String, Object> record = with(subjects("user"), "resource", Map.of("type", "record", "id", "record-1"));

        assertThat(search(SUBJECTS, ship)).isEqualTo(search(SUBJECTS, record));
        assertThat(search(SUBJECTS, ship).path("results").isArray()).isTrue();
        assertThat(search(SUBJECTS, ship).path("results")).isEmpty();
        assertThat(search(RESOURCES, with(record, "subject", subject("user", "x")))
                        .path("results"))
                .isEmpty();
        assertThat(search(ACTIONS, with(ship, "subject", subject("spaceship", "x")))
                        .path("results"))
                .isEmpty();
        Map<String, Object> nowhere = with(
                subjects("user"),
                "resource",
                service("documents", UUID.randomUUID().toString()));
        assertThat(search(SUBJECTS, nowhere).path("results")).isEmpty();
    }

    @Test
    void whoMaySearch() {
        Map<String, Object> who = subjects("user");
        Map<String, Object> ofCarol = question(realm.userId("carol"), tenant);
        Map<String, Object> with = with(ofCarol, "resource", openService());

        for (String admin : List.of("alice", "bob")) {
            assertThat(found(ask(realm.as(admin), SUBJECTS, who).expect(200).json(), "id"))
                    .hasSize(3);
            assertThat(found(ask(realm.as(admin), RESOURCES, with).expect(200).json(), "id"))
                    .hasSize(1);
        }
        ask(realm.as("carol"), SUBJECTS, who).expect(403);
        assertThat(found(ask(realm.as("carol"), RESOURCES, with).expect(200).json(), "id"))
                .hasSize(1);
        assertThat(found(ask(realm.as("carol"), ACTIONS, ofCarol).expect(200).json(), "name"))
                .hasSize(3);
        ask(realm.as("carol"), ACTIONS, question(realm.userId("bob"), tenant)).expect(403);
        for (String path : List.of(SUBJECTS, RESOURCES, ACTIONS)) {
            Map<String, Object> asked = path.equals(SUBJECTS) ? who : path.equals(RESOURCES) ? with : ofCarol;
            JsonNode nothing = ask(realm.as("erin"), path, asked).expect(200).json();
            assertThat(nothing.path("results")).isEmpty();
            ask(realm.asService("gateway"), path, asked).expect(403);
            ask(realm.anonymous(), path, asked).expect(401);
        }
        assertThat(ask(realm.as("erin"), SUBJECTS, who).json())
                .isEqualTo(ask(
                                realm.as("erin"),
                                SUBJECTS,
                                with(
                                        who,
                                        "resource",
                                        service("documents", UUID.randomUUID().toString())))
                        .json());
    }

    private Map<String, Object> subjects(String type) {
        return with(question("", tenant), "subject", Map.of("type", type));
    }

    private Map<String, Object> openService() {
        return Map.of("type", "service", "properties", Map.of("tenantId", tenant));
    }

    private static JsonNode search(String path, Map<String, ?> search) {
        return ask(searcher, path, search).expect(200).json();
    }

    private static String[] ids(String... names) {
        return List.of(names).stream().map(realm::userId).toArray(String[]::new);
    }
}
