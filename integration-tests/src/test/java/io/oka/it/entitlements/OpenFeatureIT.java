package io.oka.it.entitlements;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * OpenFeature's Java SDK with its OFREP provider, both as they are published. The provider asks for one flag at a time;
 * all at once, with entity tags, is what providers for browsers do, whose polling is played here by hand.
 */
@OkaServer
final class OpenFeatureIT {

    private static TestRealm realm;
    private static String tenant = "";

    @BeforeAll
    static void realmWithFlags(Oka oka) {
        realm = oka.realm().demoPeople().service("gateway", "authorize").create();
        ApiKeys.allowScopes(realm);
        tenant = Tenants.createWithTeam(realm);
        Entitlements entitlements = new Entitlements(realm);
        entitlements.flag(Map.of("key", "on", "rolloutPercentage", 100)).expect(201);
        entitlements.flag(Map.of("key", "killed", "active", false)).expect(201);
        flag(entitlements, "string", "blue");
        flag(entitlements, "integer", 42);
        // Written without its point, as an operator would.
        flag(entitlements, "double", 3);
        flag(entitlements, "object", Map.of("limit", 5, "names", List.of("a", "b")));
    }

    @AfterAll
    static void removeRealm() {
        OpenFeatureAPI.getInstance().shutdown();
        realm.close();
    }

    @Test
    void memberReadsEveryTypeOfValue() {
        assertReadsEveryType(client(realm.token("carol")), new ImmutableContext(tenant));
    }

    @Test
    void serviceReadsEveryTypeOfValue() {
        assertReadsEveryType(
                client(realm.serviceToken("gateway")),
                new ImmutableContext("user-42", Map.of("tenantId", new Value(tenant))));
    }

    @Test
    void apiKeyReadsEveryTypeOfValueAndNeedsNoContext() {
        String token =
                Exchanges.token(realm, Exchanges.key(realm, tenant, Map.of()).secret());

        assertReadsEveryType(client(token), new ImmutableContext());
        assertReadsEveryType(client(token), new ImmutableContext("user-42"));
    }

    @Test
    void flagThatIsOffIsAnAnswerAndNoError() {
        FlagEvaluationDetails<Boolean> killed =
                client(realm.token("carol")).getBooleanDetails("killed", true, new ImmutableContext(tenant));

        assertThat(killed.getValue()).isFalse();
        assertThat(killed.getReason()).isEqualTo("DISABLED");
        assertThat(killed.getErrorCode()).isNull();
    }

    @Test
    void missingFlagIsNotFound() {
        FlagEvaluationDetails<String> missing =
                client(realm.token("carol")).getStringDetails("no-such-flag", "default", new ImmutableContext(tenant));

        assertThat(missing.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(missing.getValue()).isEqualTo("default");
    }

    @Test
    void anotherTypeIsAMismatch() {
        Client client = client(realm.token("carol"));
        EvaluationContext context = new ImmutableContext(tenant);

        assertThat(client.getStringDetails("on", "default", context).getErrorCode())
                .isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getIntegerDetails("double", 1, context).getErrorCode())
                .isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getDoubleDetails("integer", 1.5, context).getValue()).isEqualTo(1.5);
    }

    @Test
    void withoutATokenTheDefaultHolds() {
        for (Client client : List.of(client(null), client("no.such.token"))) {
            FlagEvaluationDetails<Boolean> refused =
                    client.getBooleanDetails("on", false, new ImmutableContext(tenant));

            assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.GENERAL);
            assertThat(refused.getErrorMessage()).contains("authentication");
            assertThat(refused.getValue()).isFalse();
        }
    }

    @Test
    void tenantThatIsNotTheCallersIsAnInvalidContext() {
        FlagEvaluationDetails<Boolean> foreign =
                client(realm.token("erin")).getBooleanDetails("on", false, new ImmutableContext(tenant));

        assertThat(foreign.getErrorCode()).isEqualTo(ErrorCode.INVALID_CONTEXT);
        assertThat(foreign.getValue()).isFalse();
    }

    @Test
    void pollingGetsNotModifiedUntilSomethingChanges() {
        Caller carol = realm.as("carol");
        Map<String, ?> context = Map.of("targetingKey", tenant);
        Response first = Ofrep.all(carol, context, null).expect(200);
        String tag = first.header("ETag").orElseThrow();

        assertThat(first.json().path("flags").findValuesAsText("key"))
                .containsExactly("double", "integer", "killed", "object", "on", "string");
        Ofrep.all(carol, context, tag).expect(304);
        Ofrep.all(carol, context, tag).expect(304);
        realm.operator().post("/entitlements/flags/killed/toggle").send().expect(200);
        assertThat(Ofrep.all(carol, context, tag).expect(200).header("ETag"))
                .isPresent()
                .isNotEqualTo(first.header("ETag"));
        realm.operator().post("/entitlements/flags/killed/toggle").send().expect(200);
        Ofrep.all(carol, context, tag).expect(304);
    }

    private static void assertReadsEveryType(Client client, EvaluationContext context) {
        FlagEvaluationDetails<Boolean> on = client.getBooleanDetails("on", false, context);
        assertThat(on.getErrorMessage()).isNull();
        assertThat(on.getValue()).isTrue();
        assertThat(on.getReason()).isEqualTo("SPLIT");
        assertThat(on.getFlagMetadata().getString("tenantId")).isEqualTo(tenant);
        FlagEvaluationDetails<String> string = client.getStringDetails("string", "default", context);
        assertThat(string.getValue()).isEqualTo("blue");
        assertThat(string.getVariant()).isEqualTo("only");
        assertThat(client.getIntegerValue("integer", 0, context)).isEqualTo(42);
        assertThat(client.getDoubleValue("double", 0.5, context)).isEqualTo(3.0);
        Value object = client.getObjectValue("object", new Value(), context);
        assertThat(object.asStructure().getValue("limit").asInteger()).isEqualTo(5);
        assertThat(object.asStructure().getValue("names").asList()).hasSize(2);
    }

    private static Client client(@Nullable String token) {
        OfrepProviderOptions options = OfrepProviderOptions.builder()
                .baseUrl(realm.oka().baseUrl() + realm.path(""))
                .headers(
                        token == null
                                ? ImmutableMap.of()
                                : ImmutableMap.of("Authorization", ImmutableList.of("Bearer " + token)))
                .build();
        String domain = UUID.randomUUID().toString();
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait(domain, OfrepProvider.constructProvider(options));
        return api.getClient(domain);
    }

    /** A flag of one value, which everybody has. */
    private static void flag(Entitlements entitlements, String type, Object value) {
        entitlements
                .flag(Map.of(
                        "key",
                        type,
                        "valueType",
                        type,
                        "rolloutPercentage",
                        100,
                        "variants",
                        List.of(Map.of("name", "only", "weight", 1, "value", value))))
                .expect(201);
    }
}
