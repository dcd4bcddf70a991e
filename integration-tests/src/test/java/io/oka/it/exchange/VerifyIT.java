package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.code;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.verify;
import static io.oka.it.support.Problems.assertInvalid;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
        assertThat(answer.path("quota").path("level").asText()).isEqualTo("tenant");
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
    void quantityIsSpentAllOrNothingAndOnlyIfAllElseIsWell() {
        Key key = key(realm, Map.of("quotaLimit", 10, "quotaPeriod", "day"));

        assertThat(spend(key, 7, "documents:read").path("code").asText()).isEqualTo("valid");
        assertThat(spend(key, 3, "documents:write").path("code").asText()).isEqualTo("insufficient_scope");
        JsonNode tooMuch = spend(key, 4, "documents:read");
        assertThat(tooMuch.path("code").asText()).isEqualTo("quota_exceeded");
        assertThat(tooMuch.path("valid").asBoolean()).isFalse();
        assertThat(tooMuch.at("/quota/remaining").asLong()).isEqualTo(3);
        JsonNode rest = spend(key, 3, "documents:read");
        assertThat(rest.path("code").asText()).isEqualTo("valid");
        assertThat(rest.at("/quota/used").asLong()).isEqualTo(10);
        assertThat(rest.at("/quota/level").asText()).isEqualTo("api_key");
        assertThat(code(realm, key.secret()))
                .as("nothing is spent without a quantity")
                .isEqualTo("valid");
    }

    @Test
    void whatIsSpentCountsForServiceAndTenantAsWell() {
        Key key = key(realm);
        verify(realm, Map.of("apiKey", key.secret(), "quantity", 999, "service", "documents"))
                .expect(200);

        JsonNode tooMuch = verify(realm, Map.of("apiKey", key.secret(), "quantity", 2, "service", "documents"))
                .expect(200)
                .json();

        assertThat(tooMuch.path("code").asText()).isEqualTo("quota_exceeded");
        assertThat(tooMuch.at("/quota/level").asText()).isEqualTo("tenant");
        assertThat(tooMuch.at("/quota/remaining").asLong()).isEqualTo(1);
    }

    @Test
    void repetitionSpendsNothing() {
        Key key = key(realm, Map.of("quotaLimit", 10, "quotaPeriod", "hour"));
        String repeated = UUID.randomUUID().toString();

        for (int i = 0; i < 3; i++) {
            assertThat(spendUnder(repeated, key, 6)
                            .expect(200)
                            .json()
                            .at("/quota/used")
                            .asLong())
                    .isEqualTo(6);
        }

        assertProblem(spendUnder(repeated, key, 5), 422, "idempotency_key_reused");
        assertThat(spendUnder("another", key, 5).json().path("code").asText()).isEqualTo("quota_exceeded");
        assertProblem(spendUnder("with a space", key, 1), 400, "invalid_idempotency_key");
        key.revoke();
        assertThat(spendUnder(repeated, key, 6).json().path("code").asText())
                .as("a repetition is judged anew")
                .isEqualTo("revoked");
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
        assertInvalid(verify(realm, Map.of("apiKey", key.secret(), "service", "a:b", "quantity", 1)), "service");
        assertInvalid(verify(realm, Map.of("apiKey", key.secret(), "quantity", Long.MAX_VALUE)), "quantity");
        Map<String, Object> wrong = new HashMap<>(Map.of("service", "a b", "quantity", 0));
        assertInvalid(verify(realm, wrong), "apiKey", "service", "quantity");
    }

    private static JsonNode spend(Key key, int quantity, String scope) {
        return verify(realm, Map.of("apiKey", key.secret(), "quantity", quantity, "scope", scope))
                .expect(200)
                .json();
    }

    private static Response spendUnder(String idempotencyKey, Key key, int quantity) {
        return realm.asService(Exchanges.GATEWAY)
                .post("/api-keys/verify")
                .header("Idempotency-Key", idempotencyKey)
                .json(Map.of("apiKey", key.secret(), "quantity", quantity))
                .send();
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
