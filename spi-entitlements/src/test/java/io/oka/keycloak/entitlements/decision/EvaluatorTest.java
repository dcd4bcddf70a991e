package io.oka.keycloak.entitlements.decision;

import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.override;
import static io.oka.keycloak.entitlements.OverrideType.FEATURE_GRANT;
import static io.oka.keycloak.entitlements.OverrideType.QUOTA_BOOST;
import static io.oka.keycloak.entitlements.OverrideType.TIER_UPGRADE;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.OverrideType;
import io.oka.keycloak.entitlements.decision.Scene.Who;
import io.oka.keycloak.tenants.TenantRole;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EvaluatorTest {

    /** One way for each check to fail, in the pinned order. */
    enum Breach {
        SESSION(Reason.SESSION_INVALID, scene -> scene.session = false, EnumSet.of(Who.MEMBER, Who.SERVICE_FOR_USER)),
        MEMBERSHIP(Reason.NOT_A_MEMBER, scene -> scene.member = false, EnumSet.allOf(Who.class)),
        SUSPENSION(Reason.TENANT_SUSPENDED, scene -> scene.suspended = true, EnumSet.allOf(Who.class)),
        SCOPE(Reason.INSUFFICIENT_SCOPE, scene -> scene.inScope = false, EnumSet.of(Who.KEY, Who.SERVICE_FOR_KEY)),
        SUBSCRIPTION(Reason.SUBSCRIPTION_INACTIVE, scene -> scene.subscribed = false, EnumSet.allOf(Who.class)),
        SERVICE(Reason.SERVICE_NOT_ENABLED, scene -> scene.service = "search", EnumSet.allOf(Who.class)),
        FEATURE(Reason.FEATURE_NOT_ENABLED, scene -> scene.feature = "export", EnumSet.allOf(Who.class)),
        QUOTA(Reason.QUOTA_EXCEEDED, scene -> scene.exhausted = true, EnumSet.allOf(Who.class)),
        ROLE(Reason.INSUFFICIENT_ROLE, scene -> scene.requiredRole = TenantRole.ADMIN, EnumSet.allOf(Who.class));

        private final Reason reason;
        private final Consumer<Scene> breach;
        private final Set<Who> who;

        Breach(Reason reason, Consumer<Scene> breach, Set<Who> who) {
            this.reason = reason;
            this.breach = breach;
            this.who = who;
        }
    }

    static Stream<Arguments> breaches() {
        return Arrays.stream(Breach.values())
                .flatMap(breach -> breach.who.stream().map(who -> Arguments.of(who, breach)));
    }

    static Stream<Arguments> pairs() {
        return breaches().flatMap(one -> Arrays.stream(Breach.values())
                .filter(later -> later.compareTo((Breach) one.get()[1]) > 0 && later.who.contains(one.get()[0]))
                .map(later -> Arguments.of(one.get()[0], one.get()[1], later)));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void whatNothingSpeaksAgainstIsAllowed(Who who) {
        Decision decision = asked(who).decide();

        assertThat(decision.reason()).isEqualTo(Reason.ALLOWED);
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.tier()).isEqualTo("free");
        assertThat(decision.degraded()).isFalse();
        assertThat(decision.evaluatedAt()).isEqualTo(NOW);
        assertThat(decision.checks())
                .isEqualTo(new Checks(
                        who == Who.MEMBER ? true : null, true, true, true, true, who.isPerson() ? true : null));
        assertThat(decision.role()).isEqualTo(who.isPerson() ? TenantRole.MEMBER : null);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void whatIsNotAskedForIsNotChecked(Who who) {
        Checks checks = new Scene(who).decide().checks();

        assertThat(checks).isEqualTo(new Checks(who == Who.MEMBER ? true : null, true, null, null, true, null));
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void eachCheckFailsAlone(Who who, Breach breach) {
        Scene scene = asked(who);
        breach.breach.accept(scene);

        Decision decision = scene.decide();

        assertThat(decision.allowed()).isFalse();
        assertThat(decision.reason()).isEqualTo(breach.reason);
        assertThat(results(decision.checks())).containsExactlyElementsOf(expected(who, breach));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void earlierCheckWins(Who who, Breach earlier, Breach later) {
        Scene scene = asked(who);
        later.breach.accept(scene);
        earlier.breach.accept(scene);

        assertThat(scene.decide().reason()).isEqualTo(earlier.reason);
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void strangersLearnNothing(Who who) {
        Scene scene = asked(who).with(override(FEATURE_GRANT, "export"));
        scene.member = false;

        Decision decision = scene.decide();

        assertThat(decision.role()).isNull();
        assertThat(decision.tier()).isNull();
        assertThat(decision.quota()).isNull();
        assertThat(decision.overrides()).isEmpty();
    }

    @Test
    void knownTenantAndUnknownOneLookAlikeToStrangers() {
        Scene foreign = asked(Who.MEMBER);
        foreign.member = false;
        Decision ofForeign = foreign.decide();

        Decision ofNone = Evaluator.evaluate(
                new Facts(new Subject.User("carol", true, null), null, null, null, false, NOW),
                new DecisionRequest("documents:read", "no tenant", null, null, null, 1));

        assertThat(ofNone).isEqualTo(ofForeign);
    }

    /** So many pairs of two checks, the later of which fails unnoticed: a table that lost some would pass in silence. */
    @Test
    void tableHasEveryPairOfEveryCaller() {
        Map<Object, Long> pairs = pairs().collect(groupingBy(row -> row.get()[0], counting()));

        assertThat(pairs)
                .isEqualTo(Map.of(
                        Who.MEMBER, 28L,
                        Who.KEY, 28L,
                        Who.SERVICE_FOR_USER, 28L,
                        Who.SERVICE_FOR_KEY, 28L,
                        Who.SERVICE_FOR_TENANT, 21L));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void tierUpgradeBringsServices(Who who) {
        assertTurns(who, Breach.SERVICE, override(TIER_UPGRADE, "pro"));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void tierUpgradeBringsFeatures(Who who) {
        assertTurns(who, Breach.FEATURE, override(TIER_UPGRADE, "pro"));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void featureGrantBringsTheFeature(Who who) {
        assertTurns(who, Breach.FEATURE, override(FEATURE_GRANT, "export"));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    void quotaBoostBringsUnits(Who who) {
        assertTurns(who, Breach.QUOTA, override(QUOTA_BOOST, "1"));
    }

    @ParameterizedTest
    @EnumSource(OverrideType.class)
    void overrideThatHasEndedBringsNothing(OverrideType type) {
        Breach breach = type == QUOTA_BOOST ? Breach.QUOTA : Breach.FEATURE;
        String value = type == QUOTA_BOOST ? "1" : type == TIER_UPGRADE ? "pro" : "export";
        Scene scene = new Scene(Who.MEMBER).with(override(type, value, null, NOW));
        breach.breach.accept(scene);

        Decision decision = scene.decide();

        assertThat(decision.reason()).isEqualTo(breach.reason);
        assertThat(decision.overrides()).isEmpty();
    }

    @Test
    void grantDoesNotReviveAKilledFeature() {
        Scene scene = new Scene(Who.MEMBER).with(override(FEATURE_GRANT, "export"));
        scene.feature = "export";
        scene.killed = true;

        assertThat(scene.decide().reason()).isEqualTo(Reason.FEATURE_NOT_ENABLED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Who.class,
            names = {"KEY", "SERVICE_FOR_KEY", "SERVICE_FOR_TENANT"})
    void whoIsNoPersonMeetsNoRole(Who who) {
        Scene scene = new Scene(who);
        scene.requiredRole = TenantRole.MEMBER;

        assertThat(scene.decide().reason()).isEqualTo(Reason.INSUFFICIENT_ROLE);
    }

    @Test
    void sessionThatNobodyLooksAtIsNoHindrance() {
        Decision decision = Evaluator.evaluate(
                new Facts(new Subject.User("carol", null, null), null, null, null, false, NOW),
                new DecisionRequest("documents:read", "tenant", null, null, null, 1));

        assertThat(decision.reason()).isEqualTo(Reason.NOT_A_MEMBER);
        assertThat(decision.checks().session()).isNull();
    }

    @Test
    void scopeCoversItsActionAndWhatItsPatternNames() {
        assertThat(mayDo("documents:read", "documents:read")).isTrue();
        assertThat(mayDo("documents:*", "documents:read")).isTrue();
        assertThat(mayDo("documents:read", "documents:readall")).isFalse();
        assertThat(mayDo("documents:*", "documentsx:read")).isFalse();
        assertThat(mayDo("documents:read", "documents:*")).isFalse();
        assertThat(new Subject.Key("key", true, Set.of()).mayDo("documents:read"))
                .isFalse();
    }

    private static boolean mayDo(String scope, String action) {
        return new Subject.Key("key", true, Set.of(scope)).mayDo(action);
    }

    /** Asks for all that can be asked for, and has it all. */
    private static Scene asked(Who who) {
        Scene scene = new Scene(who);
        scene.service = "documents";
        scene.feature = "free-for-all";
        scene.with(override(FEATURE_GRANT, "free-for-all"));
        scene.requiredRole = who.isPerson() ? TenantRole.MEMBER : null;
        return scene;
    }

    private static void assertTurns(Who who, Breach breach, EntitlementOverride override) {
        Scene without = new Scene(who);
        breach.breach.accept(without);
        Scene with = new Scene(who).with(override);
        breach.breach.accept(with);

        assertThat(without.decide().reason()).isEqualTo(breach.reason);
        assertThat(with.decide().reason()).isEqualTo(Reason.ALLOWED);
        assertThat(with.decide().overrides()).containsExactly(override);
    }

    private static List<@Nullable Boolean> results(Checks checks) {
        return Arrays.asList(
                checks.session(),
                checks.subscription(),
                checks.service(),
                checks.feature(),
                checks.quota(),
                checks.role());
    }

    /** True up to the one that fails, null from there on. */
    private static List<@Nullable Boolean> expected(Who who, Breach failing) {
        Breach[] shown = {Breach.SESSION, Breach.SUBSCRIPTION, Breach.SERVICE, Breach.FEATURE, Breach.QUOTA, Breach.ROLE
        };
        @Nullable Boolean[] expected = new Boolean[shown.length];
        for (int i = 0; i < shown.length; i++) {
            boolean unasked = shown[i] == Breach.ROLE || (shown[i] == Breach.SESSION && who == Who.SERVICE_FOR_USER);
            boolean asked = shown[i] == failing || (shown[i].who.contains(who) && !unasked);
            expected[i] = !asked || shown[i].compareTo(failing) > 0 ? null : shown[i] != failing;
        }
        return Arrays.asList(expected);
    }
}
