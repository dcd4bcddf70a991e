package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.testing.LoneNode;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A change whose message never came: rows that change behind the node's back. What is cached ends by itself, though it
 * is read all the time.
 */
@OkaServer
final class CacheExpiryIT {

    private static final Duration AT_THE_LATEST = LoneNode.CACHE_EXPIRY.plusSeconds(2);

    @Test
    void lostMessageIsMadeUpForByTheExpiry(LoneNode node) {
        try (TestRealm realm = node.oka().realm().users("alice").create()) {
            String tenant = node.oka()
                    .admin()
                    .post(
                            realm.adminPath("/tenants"),
                            Map.of("name", "acme", "displayName", "Before", "ownerUsername", "alice"))
                    .id();
            String alice = realm.userId("alice");
            String member = "/members/" + alice;
            assertThat(cached(realm, tenant, "").path("displayName").asText()).isEqualTo("Before");
            assertThat(cached(realm, tenant, member).path("role").asText()).isEqualTo("owner");

            Rows.update(node.oka(), "UPDATE oka_tenant SET display_name = 'After' WHERE id = ?", tenant);
            Rows.update(node.oka(), "DELETE FROM oka_tenant_member WHERE user_id = ?", alice);

            assertThat(cached(realm, tenant, "").path("displayName").asText()).isEqualTo("Before");
            assertThat(cached(realm, tenant, member).path("role").asText()).isEqualTo("owner");
            await().atMost(AT_THE_LATEST).untilAsserted(() -> {
                assertThat(cached(realm, tenant, "").path("displayName").asText())
                        .isEqualTo("After");
                assertThat(cached(realm, tenant, member).path("role").asText(""))
                        .isEmpty();
            });
        }
    }

    private static JsonNode cached(TestRealm realm, String tenant, String what) {
        return realm.oka()
                .http()
                .get(realm.path("/oka-testing/tenants/" + tenant + what))
                .send()
                .expect(200)
                .json();
    }
}
