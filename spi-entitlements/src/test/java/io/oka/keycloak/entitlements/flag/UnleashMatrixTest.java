package io.oka.keycloak.entitlements.flag;

import static io.oka.keycloak.entitlements.Given.FREE;
import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.snapshot;
import static io.oka.keycloak.entitlements.Given.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.getunleash.UnleashContext;
import io.getunleash.strategy.FlexibleRolloutStrategy;
import io.getunleash.variant.VariantDefinition;
import io.getunleash.variant.VariantUtil;
import io.oka.keycloak.entitlements.Flag;
import io.oka.keycloak.entitlements.FlagStickiness;
import io.oka.keycloak.entitlements.FlagValueType;
import io.oka.keycloak.entitlements.FlagVariant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every rollout comes out as in Unleash's own client, for as many flags, tenants and percentages as is bearable. */
final class UnleashMatrixTest {

    private static final List<String> KEYS =
            IntStream.range(0, 40).mapToObj(i -> "flag." + i + "-x").toList();
    private static final List<String> TENANTS = IntStream.range(0, 300)
            .mapToObj(i -> UUID.nameUUIDFromBytes(("tenant " + i).getBytes(StandardCharsets.UTF_8))
                    .toString())
            .toList();
    private static final List<Integer> PERCENTAGES = List.of(0, 1, 2, 5, 10, 25, 33, 50, 75, 90, 99, 100);
    private static final List<Integer> WEIGHTS = List.of(100, 0, 250, 1, 649);

    private final FlexibleRolloutStrategy theirs = new FlexibleRolloutStrategy();

    @Test
    void rolloutsAgree() {
        long compared = 0;

        for (String key : KEYS) {
            for (int percentage : PERCENTAGES) {
                Flag flag = flag(key, percentage, List.of());
                Map<String, String> parameters =
                        Map.of("rollout", Integer.toString(percentage), "stickiness", "tenantId", "groupId", key);
                for (String tenant : TENANTS) {
                    assertThat(evaluate(flag, tenant).enabled())
                            .as("%s for %s at %d", key, tenant, percentage)
                            .isEqualTo(theirs.isEnabled(parameters, context(tenant)));
                    compared++;
                }
            }
        }

        assertThat(compared).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void variantsAgree() {
        List<FlagVariant> ours = IntStream.range(0, WEIGHTS.size())
                .mapToObj(i -> new FlagVariant("v" + i, WEIGHTS.get(i), TextNode.valueOf("v" + i)))
                .toList();
        List<VariantDefinition> definitions = ours.stream()
                .map(variant -> new VariantDefinition(variant.name(), variant.weight(), null, List.of(), "tenantId"))
                .toList();

        for (String key : KEYS) {
            Flag flag = flag(key, 100, ours);
            for (String tenant : TENANTS) {
                assertThat(evaluate(flag, tenant).variant())
                        .as("%s for %s", key, tenant)
                        .isEqualTo(VariantUtil.selectVariant(Map.of("groupId", key), definitions, context(tenant))
                                .getName());
            }
        }
    }

    private static FlagEvaluation evaluate(Flag flag, String tenant) {
        return FlagEvaluator.of(snapshot(subscription(FREE, null)), tenant, null, NOW)
                .evaluate(flag);
    }

    private static UnleashContext context(String tenant) {
        return UnleashContext.builder().addProperty("tenantId", tenant).build();
    }

    private static Flag flag(String key, int percentage, List<FlagVariant> variants) {
        FlagValueType type = variants.isEmpty() ? FlagValueType.BOOLEAN : FlagValueType.STRING;
        return new Flag(key, null, true, Set.of(), percentage, null, FlagStickiness.TENANT, null, variants, type, 1);
    }
}
