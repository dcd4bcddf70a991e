package io.oka.it.entitlements;

import static io.oka.it.entitlements.Authzen.ACTIONS;
import static io.oka.it.entitlements.Authzen.RESOURCES;
import static io.oka.it.entitlements.Authzen.SUBJECTS;
import static io.oka.it.entitlements.Authzen.action;
import static io.oka.it.entitlements.Authzen.ask;
import static io.oka.it.entitlements.Authzen.found;
import static io.oka.it.entitlements.Authzen.question;
import static io.oka.it.entitlements.Authzen.service;
import static io.oka.it.entitlements.Authzen.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Tenants;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages of AuthZEN's searches, and what they cost. */
@OkaServer
final class AuthzenPagesIT extends InAuthzenRealm {

    @Test
    void pagesFollowEachOtherToTheEnd() {
        ApiKeys keys = ApiKeys.of(realm, "alice", tenant);
        List<String> made =
                List.of(keys.create().id(), keys.create().id(), keys.create().id());

        assertThat(pages(SUBJECTS, subjects("user"), "id")).containsExactlyInAnyOrder(ids("alice", "bob", "carol"));
        assertThat(pages(SUBJECTS, subjects("api_key"), "id")).containsExactlyElementsOf(made);
        assertThat(pages(ACTIONS, question(realm.userId("carol"), tenant), "name"))
                .containsExactly("documents:*", "search:*", "usage:write");
        assertThat(pages(RESOURCES, with(question(realm.userId("carol"), tenant), "resource", openService()), "id"))
                .containsExactly("documents");
    }

    @Test
    void pageOfNothingTellsThatThereIsMore() {
        JsonNode page = search(SUBJECTS, with(subjects("user"), "page", Map.of("limit", 0)));

        assertThat(page.path("results")).isEmpty();
        assertThat(page.at("/page/next_token").asText()).isNotEmpty();
    }

    @Test
    void tokenIsGoodForItsSearchAlone() {
        Map<String, Object> search = with(subjects("user"), "page", Map.of("limit", 1));
        String token = search(SUBJECTS, search).at("/page/next_token").asText();
        String forged = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");

        assertThat(search(SUBJECTS, with(search, "page", Map.of("token", token)))
                        .path("results"))
                .hasSize(1);
        assertThat(search(SUBJECTS, with(search, "page", Map.of("token", token, "limit", 1)))
                        .path("results"))
                .hasSize(1);
        for (Map<String, Object> other : List.of(
                with(search, "page", Map.of("token", token, "limit", 2)),
                with(search, "page", Map.of("token", forged)),
                with(with(search, "page", Map.of("token", token)), "action", action("documents:write")),
                with(with(search, "page", Map.of("token", token)), "context", Map.of("quantity", 2)),
                with(
                        with(search, "page", Map.of("token", token)),
                        "resource",
                        service("documents", Tenants.createWithTeam(realm))),
                with(with(search, "page", Map.of("token", token)), "subject", Map.of("type", "api_key")))) {
            ask(searcher, SUBJECTS, other).expect(400);
        }
        try (TestRealm another =
                oka.realm().service("searcher", "search-access").create()) {
            ask(another.asService("searcher"), SUBJECTS, with(search, "page", Map.of("token", token)))
                    .expect(400);
        }
    }

    @Test
    void largePageCostsNoMoreStatementsThanASmallOne() {
        String other = Tenants.createWithTeam(realm);
        for (int i = 0; i < 12; i++) {
            String name = "many" + i;
            realm.addUser(name);
            Tenants.addMember(realm, tenant, name, "member");
            ApiKeys.of(realm, "alice", tenant).create();
        }
        ApiKeys.of(realm, "alice", other).create();

        for (String type : List.of("user", "api_key")) {
            Map<String, Object> large = subjects(type);
            Map<String, Object> small = with(large, "resource", service("documents", other));
            search(SUBJECTS, large);
            search(SUBJECTS, small);

            assertThat(statements(large)).as(type).isEqualTo(statements(small)).isLessThanOrEqualTo(2);
        }
    }

    /** How many of our statements a search runs, at the fewest: a task may come by with some of its own. */
    private static long statements(Map<String, Object> search) {
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            try (var recording = oka.proxy().record()) {
                search(SUBJECTS, search);
                fewest = Math.min(
                        fewest,
                        recording.statements().stream()
                                .filter(sql -> sql.contains("OKA_TENANT") || sql.contains("OKA_API_KEY"))
                                .count());
            }
        }
        return fewest;
    }

    private static List<String> pages(String path, Map<String, Object> search, String member) {
        List<String> all = new ArrayList<>();
        Map<String, Object> page = new HashMap<>(Map.of("limit", 1));
        for (int i = 0; i < 10; i++) {
            JsonNode answer = search(path, with(search, "page", page));
            all.addAll(found(answer, member));
            String next = answer.at("/page/next_token").textValue();
            assertThat(answer.at("/page/count").asInt())
                    .isEqualTo(answer.path("results").size());
            if (next.isEmpty()) {
                return all;
            }
            page = Map.of("token", next);
        }
        throw new AssertionError("no end of pages: " + all);
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
