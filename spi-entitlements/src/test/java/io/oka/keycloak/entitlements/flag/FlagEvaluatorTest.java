package io.oka.keycloak.entitlements.flag;

import static io.oka.keycloak.entitlements.Given.FREE;
import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.PRO;
import static io.oka.keycloak.entitlements.Given.TENANT;
import static io.oka.keycloak.entitlements.Given.override;
import static io.oka.keycloak.entitlements.Given.snapshot;
import static io.oka.keycloak.entitlements.Given.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.oka.keycloak.entitlements.EntitlementOverride;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagValueType;
import io.oka.keycloak.entitlements.FlagVariant;
import io.oka.keycloak.entitlements.OverrideType;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.entitlements.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FlagEvaluatorTest {

    private static final String KEY = "beta";
    private static final EntitlementOverride GRANT = override(OverrideType.FEATURE_GRANT, KEY);

    /** On for whoever is named only. */
    private static final Flag QUIET = flag(true, Set.of(), 0, null);

    @Test
    void nobodyWhoIsNotNamedHasAFlagWithoutRollout() {
        FlagEvaluation seen = evaluate(QUIET, PRO, false, null);

        assertThat(seen)
                .isEqualTo(new FlagEvaluation(KEY, false, null, FlagValueType.BOOLEAN.nothing(), FlagReason.STATIC));
    }

    @Test
    void whoeverIsNamedHasIt() {
        assertOn(evaluate(QUIET, FREE, true, null), FlagReason.TARGETING_MATCH);
        assertOn(evaluate(QUIET, FREE, false, GRANT), FlagReason.TARGETING_MATCH);
        assertOn(evaluate(flag(true, Set.of("pro"), 0, null), PRO, false, null), FlagReason.TARGETING_MATCH);
        assertOn(
                evaluate(flag(true, Set.of("pro"), 0, null), FREE, false, override(OverrideType.TIER_UPGRADE, "pro")),
                FlagReason.TARGETING_MATCH);
    }

    @Test
    void killSwitchBeatsEverything() {
        Flag killed = flag(false, Set.of("pro"), 100, null);

        FlagEvaluation seen = evaluate(killed, PRO, true, GRANT);

        assertThat(seen.enabled()).isFalse();
        assertThat(seen.reason()).isEqualTo(FlagReason.DISABLED);
    }

    @Test
    void rolloutTakesThoseBelowItsPercentage() {
        int percentile = RolloutHash.percentile(KEY, TENANT);

        assertOn(evaluate(flag(true, Set.of(), percentile, null), FREE, false, null), FlagReason.SPLIT);
        assertOn(evaluate(flag(true, Set.of(), 100, null), FREE, false, null), FlagReason.SPLIT);
        FlagEvaluation out = evaluate(flag(true, Set.of(), percentile - 1, null), FREE, false, null);
        assertThat(out.enabled()).isFalse();
        assertThat(out.reason()).isEqualTo(FlagReason.SPLIT);
    }

    @Test
    void rolloutKeepsToItsTiers() {
        Flag forPro = flag(true, Set.of(), 100, Set.of("pro"));

        assertOn(evaluate(forPro, PRO, false, null), FlagReason.SPLIT);
        assertThat(evaluate(forPro, FREE, false, null).reason()).isEqualTo(FlagReason.STATIC);
        assertThat(evaluate(forPro, FREE, false, null).enabled()).isFalse();
    }

    @Test
    void tierOfASubscriptionThatIsOverDoesNotCount() {
        Subscription cancelled = on(PRO).cancelled();

        FlagEvaluation seen = FlagEvaluator.of(snapshot(cancelled), TENANT, null, NOW)
                .evaluate(flag(true, Set.of("pro"), 100, Set.of("pro")));

        assertThat(seen.enabled()).isFalse();
    }

    @Test
    void stickinessSaysWhoIsHashed() {
        String other = "user-42";
        int tenants = RolloutHash.percentile(KEY, TENANT);
        int others = RolloutHash.percentile(KEY, other);
        Flag byKey = sticky(Math.min(tenants, others), FlagStickiness.TARGETING_KEY);
        Flag byTenant = sticky(Math.min(tenants, others), FlagStickiness.TENANT);

        assertThat(evaluator(other).evaluate(byKey).enabled()).isEqualTo(others <= tenants);
        assertThat(evaluator(other).evaluate(byTenant).enabled()).isEqualTo(tenants <= others);
        assertThat(evaluator(null).evaluate(byKey).enabled()).isEqualTo(tenants <= others);
    }

    @Test
    void variantsShareByTheirWeights() {
        Flag flag = variants(
                new FlagVariant("never", 0, text("never")),
                new FlagVariant("red", 30, text("r")),
                new FlagVariant("blue", 70, text("b")));
        int red = 0;

        for (int i = 0; i < 10_000; i++) {
            FlagEvaluation seen = FlagEvaluator.of(snapshot(on(FREE)), "tenant-" + i, null, NOW)
                    .evaluate(flag);
            assertThat(seen.variant()).isIn("red", "blue");
            assertThat(seen.value()).isEqualTo("red".equals(seen.variant()) ? text("r") : text("b"));
            red += "red".equals(seen.variant()) ? 1 : 0;
        }

        assertThat(red).isBetween(2_800, 3_200);
    }

    @Test
    void offValueIsSaidByTheFlagOrItsType() {
        Flag says = new Flag(
                KEY,
                null,
                false,
                Set.of(),
                0,
                null,
                FlagStickiness.TENANT,
                text("none"),
                List.of(new FlagVariant("a", 1, text("a"))),
                FlagValueType.STRING,
                1);
        Flag silent = new Flag(
                KEY,
                null,
                false,
                Set.of(),
                0,
                null,
                FlagStickiness.TENANT,
                null,
                List.of(new FlagVariant("a", 1, text("a"))),
                FlagValueType.STRING,
                1);

        assertThat(evaluate(says, FREE, true, null).value()).isEqualTo(text("none"));
        assertThat(evaluate(silent, FREE, true, null).value()).isEqualTo(text(""));
    }

    @Test
    void featureIsHadByPlanGrantOrFlag() {
        assertThat(has("export", PRO, null, null)).isTrue();
        assertThat(has("export", FREE, null, null)).isFalse();
        assertThat(has(KEY, FREE, null, GRANT)).isTrue();
        assertThat(has(KEY, FREE, flag(true, Set.of("free"), 0, null), null)).isTrue();
        assertThat(has(KEY, FREE, QUIET, null)).isFalse();
        assertThat(has("unheard-of", PRO, null, null)).isFalse();
    }

    @Test
    void killedFlagTakesTheFeatureAlsoFromPlanAndGrant() {
        Flag killed = new Flag(
                "export",
                null,
                false,
                Set.of(),
                0,
                null,
                FlagStickiness.TENANT,
                null,
                List.of(),
                FlagValueType.BOOLEAN,
                1);
        EntitlementOverride grant = override(OverrideType.FEATURE_GRANT, "export");

        assertThat(FlagEvaluator.of(
                                snapshot(on(PRO), Map.of("export", killed), Set.of("export"), grant), TENANT, null, NOW)
                        .hasFeature("export"))
                .isFalse();
    }

    private static void assertOn(FlagEvaluation seen, FlagReason reason) {
        assertThat(seen.enabled()).isTrue();
        assertThat(seen.value().booleanValue()).isTrue();
        assertThat(seen.reason()).isEqualTo(reason);
    }

    private static boolean has(String feature, Plan plan, @Nullable Flag flag, @Nullable EntitlementOverride override) {
        return FlagEvaluator.of(
                        snapshot(
                                on(plan),
                                flag == null ? Map.of() : Map.of(flag.key(), flag),
                                Set.of(),
                                overrides(override)),
                        TENANT,
                        null,
                        NOW)
                .hasFeature(feature);
    }

    private static FlagEvaluation evaluate(
            Flag flag, Plan plan, boolean named, @Nullable EntitlementOverride override) {
        return FlagEvaluator.of(
                        snapshot(on(plan), Map.of(KEY, flag), named ? Set.of(KEY) : Set.of(), overrides(override)),
                        TENANT,
                        null,
                        NOW)
                .evaluate(flag);
    }

    private static EntitlementOverride[] overrides(@Nullable EntitlementOverride override) {
        return override == null ? new EntitlementOverride[0] : new EntitlementOverride[] {override};
    }

    private static FlagEvaluator evaluator(@Nullable String targetingKey) {
        return FlagEvaluator.of(snapshot(on(FREE)), TENANT, targetingKey, NOW);
    }

    private static Subscription on(Plan plan) {
        return subscription(plan, plan.period() == null ? null : NOW.plusSeconds(60));
    }

    private static Flag flag(boolean active, Set<String> tiers, int percentage, @Nullable Set<String> rolloutTiers) {
        return new Flag(
                KEY,
                null,
                active,
                tiers,
                percentage,
                rolloutTiers,
                FlagStickiness.TENANT,
                null,
                List.of(),
                FlagValueType.BOOLEAN,
                1);
    }

    private static Flag sticky(int percentage, FlagStickiness stickiness) {
        return new Flag(
                KEY, null, true, Set.of(), percentage, null, stickiness, null, List.of(), FlagValueType.BOOLEAN, 1);
    }

    private static Flag variants(FlagVariant... variants) {
        return new Flag(
                KEY,
                null,
                true,
                Set.of(),
                100,
                null,
                FlagStickiness.TENANT,
                null,
                List.of(variants),
                FlagValueType.STRING,
                1);
    }

    private static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }
}
