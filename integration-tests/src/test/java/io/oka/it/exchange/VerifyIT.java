package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.code;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.verify;
import static io.oka.it.support.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code /realms/{realm}/api-keys/verify}. */
@OkaServer
final class VerifyIT extends InExchangeRealm {

    @Test
    void goodKeyIsDescribed() {
        Key key = key(
                realm,
                Map.of(
                        "scopes",
                        List.of("search:*", "documents:read"),
                        "audiences",
                        List.of("documents-api"),
                        "expiresAt",
                        "2030-01-01T00:00:00Z"));

        JsonNode answer = verify(realm, Map.of("apiKey", key.secret(), "scope", "documents:read search:query"))
                .expect(200)
                .json();

        assertThat(answer.path("valid").asBoolean()).isTrue();
        assertThat(answer.path("code").asText()).isEqualTo("valid");
        assertThat(answer.path("keyId").asText()).isEqualTo(key.id());
        assertThat(answer.path("tenantId").asText()).isEqualTo(key.tenantId());
        assertThat(texts(answer.path("scopes"))).containsExactly("documents:read", "search:*");
        assertThat(texts(answer.path("audiences"))).containsExactly("documents-api");
        assertThat(answer.path("expiresAt").asText()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(answer.path("quota").path("level").asText()).isEqualTo("unlimited");
    }

    @Test
    void whatIsWrongIsTold(Oka oka) {
        Key revoked = key(realm);
        Key expired =
                key(realm, Map.of("expiresAt", Instant.now().plusSeconds(30).toString()));
        Key elsewhere = key(realm, Exchanges.elsewhere());
        Key suspended = key(realm);
        Key deleted = key(realm);
        Key scopeless = key(realm, Map.of("scopes", List.of()));
        revoked.revoke();
        Tenants.suspend(realm, suspended.tenantId());
        Tenants.delete(realm, deleted.tenantId());
        oka.moveClock(Duration.ofSeconds(31));

        assertThat(code(realm, "oka_live_" + "0".repeat(38))).isEqualTo("not_found");
        assertThat(code(realm, "junk")).isEqualTo("not_found");
        assertThat(code(realm, revoked.secret())).isEqualTo("revoked");
        assertThat(code(realm, expired.secret())).isEqualTo("expired");
        assertThat(code(realm, elsewhere.secret())).isEqualTo("ip_denied");
        assertThat(code(realm, suspended.secret())).isEqualTo("tenant_suspended");
        assertThat(code(realm, deleted.secret())).isEqualTo("not_found");
        assertThat(verify(realm, Map.of("apiKey", scopeless.secret(), "scope", "documents:read"))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("insufficient_scope");
        assertThat(verify(realm, Map.of("apiKey", suspended.secret(), "scope", "documents:write"))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("insufficient_scope");
    }

    @Test
    void addressIsTheOneThatTheServiceNames() {
        Key key = key(realm, Exchanges.elsewhere());

        assertThat(codeFrom(key, "203.0.113.9")).isEqualTo("valid");
        assertThat(codeFrom(key, "::ffff:203.0.113.9")).isEqualTo("valid");
        assertThat(codeFrom(key, "203.0.114.9")).isEqualTo("ip_denied");
        assertThat(codeFrom(key(realm), "2001:db8::1")).isEqualTo("valid");
    }

    @Test
    void quantityIsSpentAllOrNothingAndOnlyIfAllElseIsWell(Oka oka) {
        try (TestRealm limited = Exchanges.realm(oka)) {
            limited.update(Map.of("attributes", attributesWithQuota(oka, limited, 10)));
            Key key = key(limited);

            assertThat(spend(limited, key, 7, "documents:read").path("code").asText())
                    .isEqualTo("valid");
            assertThat(spend(limited, key, 3, "documents:write").path("code").asText())
                    .isEqualTo("insufficient_scope");
            JsonNode tooMuch = spend(limited, key, 4, "documents:read");
            assertThat(tooMuch.path("code").asText()).isEqualTo("quota_exceeded");
            assertThat(tooMuch.path("valid").asBoolean()).isFalse();
            assertThat(tooMuch.at("/quota/remaining").asLong()).isEqualTo(3);
            JsonNode rest = spend(limited, key, 3, "documents:read");
            assertThat(rest.path("code").asText()).isEqualTo("valid");
            assertThat(rest.at("/quota/used").asLong()).isEqualTo(10);
            assertThat(rest.at("/quota/level").asText()).isEqualTo("api_key");
            assertThat(code(limited, key.secret()))
                    .as("nothing is spent without a quantity")
                    .isEqualTo("valid");
        }
    }

    @Test
    void membersAtFaultAreNamed() {
        Key key = key(realm);

        assertInvalid(verify(realm, Map.of()), "apiKey");
        for (Object quantity : List.of(0, -1)) {
            assertInvalid(verify(realm, Map.of("apiKey", key.secret(), "quantity", quantity)), "quantity");
        }
        for (String address : List.of("", "localhost", "203.0.113.0/24", "1.2.3", "203.0.113.9, 10.0.0.1")) {
            assertInvalid(verify(realm, Map.of("apiKey", key.secret(), "ipAddress", address)), "ipAddress");
        }
        Map<String, Object> wrong = new HashMap<>(Map.of("service", "a b", "quantity", 0));
        assertInvalid(verify(realm, wrong), "apiKey", "service", "quantity");
    }

    private static JsonNode spend(TestRealm limited, Key key, int quantity, String scope) {
        return verify(limited, Map.of("apiKey", key.secret(), "quantity", quantity, "scope", scope))
                .expect(200)
                .json();
    }

    /** All attributes of the realm, and what its keys may spend. */
    private static Map<String, Object> attributesWithQuota(Oka oka, TestRealm limited, int quota) {
        Map<String, Object> attributes = new HashMap<>();
        oka.admin()
                .get(limited.adminPath(""))
                .path("attributes")
                .properties()
                .forEach(attribute ->
                        attributes.put(attribute.getKey(), attribute.getValue().asText()));
        attributes.put("test.keyQuota", Integer.toString(quota));
        return attributes;
    }

    private static String codeFrom(Key key, String address) {
        return verify(realm, Map.of("apiKey", key.secret(), "ipAddress", address))
                .expect(200)
                .json()
                .path("code")
                .asText();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
