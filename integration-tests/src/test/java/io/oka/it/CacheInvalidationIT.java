package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.ClientMessage;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import io.oka.testing.TwoNodes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the second node has cached ends when the first one commits a change to it, by a message of ours. */
@OkaServer
final class CacheInvalidationIT {

    /** Far below the expiry of 30 seconds: what happens within it, the message has brought about. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final TwoNodes nodes;
    private TestRealm realm;
    private String tenant = "";
    private String bob = "";

    CacheInvalidationIT(TwoNodes nodes) {
        this.nodes = nodes;
    }

    @BeforeEach
    void cacheOnTheSecondNode() {
        realm = nodes.first().realm().users("alice", "bob").create();
        tenant = nodes.first()
                .admin()
                .post(
                        realm.adminPath("/tenants"),
                        Map.of("name", "acme", "displayName", "Before", "ownerUsername", "alice"))
                .id();
        bob = realm.userId("bob");
        nodes.first()
                .admin()
                .post(realm.adminPath("/tenants/" + tenant + "/members"), Map.of("username", "bob", "role", "member"));
        assertThat(displayName()).isEqualTo("Before");
        assertThat(role()).isEqualTo("member");
    }

    @AfterEach
    void deleteRealm() {
        nodes.first().proxy().restore();
        realm.close();
    }

    @Test
    void changeBehindOurBackShowsThatTheNodeCaches() {
        changeBehindOurBack();

        assertThat(displayName()).isEqualTo("Before");
        assertThat(role()).isEqualTo("member");
    }

    @Test
    void changedTenantIsForgotten() {
        patchTenant("After").expect(200);

        await().atMost(SOON).untilAsserted(() -> assertThat(displayName()).isEqualTo("After"));
    }

    @Test
    void deletedTenantIsForgotten() {
        nodes.first().admin().delete(realm.adminPath("/tenants/" + tenant));

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(cached("").path("known").asBoolean()).isFalse());
    }

    @Test
    void changedRoleIsForgotten() {
        nodes.first().admin().patch(realm.adminPath("/tenants/" + tenant + "/members/" + bob), Map.of("role", "admin"));

        await().atMost(SOON).untilAsserted(() -> assertThat(role()).isEqualTo("admin"));
    }

    @Test
    void removedMemberIsForgotten() {
        nodes.first().admin().delete(realm.adminPath("/tenants/" + tenant + "/members/" + bob));

        await().atMost(SOON).untilAsserted(() -> assertThat(role()).isEmpty());
    }

    @Test
    void memberWhoseUserIsDeletedIsForgotten() {
        nodes.first().admin().delete(realm.adminPath("/users/" + bob));

        await().atMost(SOON).untilAsserted(() -> assertThat(role()).isEmpty());
    }

    @Test
    void changeThatIsRolledBackLeavesTheCacheAlone() {
        changeBehindOurBack();
        nodes.first().proxy().before(1, commitAfter("OKA_TENANT SET"), () -> false);

        Response answer = patchTenant("Never");

        assertThat(nodes.first().proxy().sprung()).isTrue();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(Rows.changes(nodes.first(), tenant, "tenant.updated")).isZero();
        await().during(Duration.ofMillis(500)).atMost(SOON).untilAsserted(() -> assertThat(displayName())
                .isEqualTo("Before"));
    }

    private void changeBehindOurBack() {
        Rows.update(nodes.first(), "UPDATE oka_tenant SET display_name = 'Behind' WHERE id = ?", tenant);
        Rows.update(nodes.first(), "UPDATE oka_tenant_member SET role = 'admin' WHERE user_id = ?", bob);
    }

    private Response patchTenant(String displayName) {
        return nodes.first()
                .http()
                .patch(realm.adminPath("/tenants/" + tenant))
                .bearer(nodes.first().admin().token())
                .json(Map.of("displayName", displayName))
                .send();
    }

    /** The end of the transaction that ran such a statement; others may be under way. */
    private static Predicate<ClientMessage> commitAfter(String statement) {
        AtomicBoolean seen = new AtomicBoolean();
        return message -> {
            if (message.sql().toUpperCase(Locale.ROOT).contains(statement)) {
                seen.set(true);
            }
            return seen.get() && message.commits();
        };
    }

    private String displayName() {
        return cached("").path("displayName").asText("");
    }

    private String role() {
        return cached("/members/" + bob).path("role").asText("");
    }

    private JsonNode cached(String what) {
        return nodes.second()
                .http()
                .get(realm.path("/oka-testing/tenants/" + tenant + what))
                .send()
                .expect(200)
                .json();
    }
}
