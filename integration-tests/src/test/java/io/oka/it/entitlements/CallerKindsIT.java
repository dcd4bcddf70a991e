package io.oka.it.entitlements;

import static io.oka.it.entitlements.Entitlements.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.ApiKeys;
import io.oka.it.support.Exchanges;
import io.oka.it.support.Tenants;
import io.oka.testing.Caller;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check of the decision, for each kind of caller, from outside: alone, and before all that come after it. */
@OkaServer
final class CallerKindsIT {

    private static TestRealm realm;
    private static Entitlements entitlements;

    enum Kind {
        MEMBER,
        KEY,
        SERVICE_FOR_USER,
        SERVICE_FOR_KEY,
        SERVICE_FOR_TENANT;

        boolean hasScopes() {
            return this == KEY || this == SERVICE_FOR_KEY;
        }
    }

    /** In the pinned order. */
    enum Breach {
        SESSION_INVALID(stage -> stage.context.put("sessionId", "another")),
        NOT_A_MEMBER(Stage::elsewhere),
        TENANT_SUSPENDED(stage -> Tenants.suspend(realm, stage.tenant)),
        INSUFFICIENT_SCOPE(stage -> stage.action = "search:query"),
        SUBSCRIPTION_INACTIVE(stage -> entitlements
                .set(stage.tenant, Map.of("tier", "stage", "status", "cancelled"))
                .expect(200)),
        SERVICE_NOT_ENABLED(stage -> stage.context.put("service", "search")),
        FEATURE_NOT_ENABLED(stage -> stage.context.put("requiredFeature", "missing")),
        QUOTA_EXCEEDED(stage -> stage.context.put("quantity", 11)),
        INSUFFICIENT_ROLE(stage -> stage.context.put("requiredRole", "owner"));

        private final Consumer<Stage> happen;

        Breach(Consumer<Stage> happen) {
            this.happen = happen;
        }

        boolean concerns(Kind kind) {
            return this != INSUFFICIENT_SCOPE || kind.hasScopes();
        }

        String reason() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @BeforeAll
    static void realmWithAPlan(Oka oka) {
        realm = oka.realm().demoPeople().service("gateway", "authorize").create();
        ApiKeys.allowScopes(realm);
        entitlements = new Entitlements(realm);
        entitlements.newPlan(
                "stage",
                Map.of(
                        "quotaLimit",
                        10,
                        "services",
                        Map.of("documents", Map.of("enabled", true)),
                        "features",
                        List.of("export")));
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    static Stream<Arguments> table() {
        return Arrays.stream(Kind.values()).flatMap(kind -> Arrays.stream(Breach.values())
                .filter(breach -> breach.concerns(kind))
                .map(breach -> Arguments.of(kind, breach)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatNothingSpeaksAgainstIsAllowed(Kind kind) {
        new Stage(kind).ask().expect(200);
    }

    @ParameterizedTest
    @MethodSource("table")
    void eachCheckFailsAlone(Kind kind, Breach breach) {
        Stage stage = new Stage(kind);
        breach.happen.accept(stage);

        Response decision = stage.ask();

        assertThat(decision.status()).as(decision.toString()).isEqualTo(403);
        assertThat(reason(decision)).isEqualTo(breach.reason());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void earlierCheckWinsOverAllLaterOnes(Kind kind) {
        Stage stage = new Stage(kind);
        Breach[] all = Breach.values();

        for (int i = all.length - 1; i >= 0; i--) {
            all[i].happen.accept(stage);
            Breach first = all[i].concerns(kind) ? all[i] : all[i + 1];
            assertThat(reason(stage.ask())).isEqualTo(first.reason());
        }
    }

    /** A tenant, and a question about it that is answered with yes until something happens. */
    private static final class Stage {

        private final Kind kind;
        private final Caller caller;
        private final Map<String, Object> context = new HashMap<>();
        private String tenant = Tenants.createWithTeam(realm);
        private String action = "documents:read";

        Stage(Kind kind) {
            this.kind = kind;
            entitlements.set(tenant, Map.of("tier", "stage")).expect(200);
            context.putAll(Map.of("service", "documents", "requiredFeature", "export", "quantity", 10));
            Exchanges.Key key =
                    kind.hasScopes() ? Exchanges.key(realm, tenant, Map.of("scopes", List.of("documents:*"))) : null;
            caller = switch (kind) {
                case MEMBER -> realm.as("carol");
                case KEY -> realm.with(Exchanges.token(realm, key == null ? "" : key.secret()));
                case SERVICE_FOR_USER, SERVICE_FOR_KEY, SERVICE_FOR_TENANT -> realm.asService("gateway");
            };
            if (kind == Kind.SERVICE_FOR_USER) {
                context.put("userId", realm.userId("carol"));
            } else if (kind == Kind.SERVICE_FOR_KEY && key != null) {
                context.put("apiKeyId", key.id());
            }
        }

        /** Where whoever asks, or is asked about, does not belong. */
        void elsewhere() {
            tenant = kind == Kind.SERVICE_FOR_TENANT ? UUID.randomUUID().toString() : Tenants.create(realm, "dave");
        }

        Response ask() {
            Map<String, Object> whole = new HashMap<>(context);
            whole.put("tenantId", tenant);
            return caller.post("/entitlements/authorize")
                    .json(Map.of("action", action, "context", whole))
                    .send();
        }
    }
}
