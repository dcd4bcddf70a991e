package io.oka.keycloak.apikeys.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeyTerms;
import io.oka.keycloak.apikeys.NewApiKey;
import io.oka.keycloak.apikeys.QuotaPeriod;
import io.oka.keycloak.common.address.AddressRange;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.RealmModel;

final class ApiKeyInputTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:30:00Z");

    private final Map<String, String> attributes = new HashMap<>(
            Map.of("oka.keyScopes", "[\"documents:*\",\"usage:write\"]", "oka.keyAudiences", "[\"documents-api\"]"));
    private final RealmModel realm = realm();

    @Test
    void keyIsTakenAsItWasWanted() {
        NewApiKey key = newKey("""
                {"name": "n", "scopes": ["documents:a", "documents:a"], "audiences": ["documents-api", "tenant-api"],
                 "quotaLimit": 5, "quotaPeriod": "hour", "expiresAt": "2027-01-01T00:00:00.123456789Z",
                 "allowedCidrs": ["10.0.0.0/8", "10.0.0.0/8"], "environment": "test"}""");

        assertThat(key)
                .isEqualTo(new NewApiKey(
                        "n",
                        ApiKeyEnvironment.TEST,
                        List.of("documents:a"),
                        List.of("documents-api", "tenant-api"),
                        5L,
                        QuotaPeriod.HOUR,
                        List.of(Objects.requireNonNull(AddressRange.parse("10.0.0.0/8"))),
                        Instant.parse("2027-01-01T00:00:00.123Z"),
                        "maker"));
    }

    @Test
    void endIsTakenToTheLastMoment() {
        newKey("{\"name\": \"n\", \"scopes\": [], \"expiresAt\": \"2026-11-21T08:30:00.001Z\"}");
        newKey("{\"name\": \"n\", \"scopes\": [], \"expiresAt\": \"2036-11-21T08:30:00Z\"}");
        // What is not after now once the database has cut it is past.
        assertThat(refused("{\"name\": \"n\", \"scopes\": [], \"expiresAt\": \"2026-11-21T08:30:00.000999Z\"}"))
                .containsExactly("expiresAt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"quotaLimit\": 7}; 7; MONTH",
                "{\"quotaLimit\": 7, \"quotaPeriod\": \"day\"}; 7; DAY",
                "{\"quotaLimit\": 7, \"quotaPeriod\": null}; 7; MONTH",
                "{\"quotaPeriod\": \"day\"}; 100; DAY",
                "{\"quotaLimit\": null}; ; ",
                "{\"quotaLimit\": null, \"quotaPeriod\": null}; ; ",
                "{\"name\": \"other\"}; 100; HOUR"
            })
    void limitAndPeriodGoTogether(String patch, Long limit, QuotaPeriod period) {
        ApiKeyTerms terms = patched(patch, patch.contains("\"quotaLimit\": 7}") ? null : QuotaPeriod.HOUR);

        assertThat(terms.quotaLimit()).isEqualTo(limit);
        assertThat(terms.quotaPeriod()).isEqualTo(period);
    }

    @Test
    void scopeThatTheKeyHasMayStay() {
        attributes.put("oka.keyScopes", "[]");

        assertThat(patched("{\"scopes\": [\"search:all\"]}", null).scopes()).containsExactly("search:all");
        assertThat(patched("{\"scopes\": null}", null).scopes()).isEmpty();
        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> patched("{\"scopes\": [\"search:all\", \"search:a\"]}", null));
        assertThat(fields(refusal)).containsExactly("scopes");
    }

    @Test
    void graceIsZeroUnlessSaidOtherwise() {
        assertThat(ApiKeyInput.grace(new RotationRepresentation(null))).isEqualTo(Duration.ZERO);
        assertThat(ApiKeyInput.grace(new RotationRepresentation(2_592_000L))).isEqualTo(Duration.ofDays(30));
        assertThat(fields(catchThrowableOfType(
                        ProblemException.class, () -> ApiKeyInput.grace(new RotationRepresentation(2_592_001L)))))
                .containsExactly("gracePeriodSeconds");
    }

    private NewApiKey newKey(String json) {
        return ApiKeyInput.newKey(body(json).as(NewApiKeyRepresentation.class), realm, NOW, "maker");
    }

    private List<String> refused(String json) {
        return fields(catchThrowableOfType(ProblemException.class, () -> newKey(json)));
    }

    private ApiKeyTerms patched(String json, @Nullable QuotaPeriod period) {
        ApiKey key = new ApiKey(
                "id",
                "tenant",
                "family",
                "name",
                "oka_live_abcd",
                "wxyz",
                ApiKeyEnvironment.LIVE,
                List.of("search:all"),
                List.of(),
                period == null ? null : 100L,
                period,
                List.of(),
                null,
                NOW,
                null,
                null,
                null,
                null);
        return ApiKeyInput.patched(body(json).asPatch(), key, realm);
    }

    private static JsonBody body(String json) {
        return JsonBody.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> fields(ProblemException refusal) {
        return refusal.problem().errors().stream().map(FieldError::field).toList();
    }

    /** A realm that is nothing but its attributes. */
    private RealmModel realm() {
        return (RealmModel) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RealmModel.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getAttribute")) {
                        return attributes.get((String) arguments[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
