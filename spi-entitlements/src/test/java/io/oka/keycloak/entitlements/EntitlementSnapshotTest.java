package io.oka.keycloak.entitlements;

import static io.oka.keycloak.entitlements.Given.ENTERPRISE;
import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.PRO;
import static io.oka.keycloak.entitlements.Given.override;
import static io.oka.keycloak.entitlements.Given.snapshot;
import static io.oka.keycloak.entitlements.Given.subscription;
import static io.oka.keycloak.entitlements.OverrideType.QUOTA_BOOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class EntitlementSnapshotTest {

    private static final Subscription ON_PRO = subscription(PRO, NOW.plusSeconds(60));

    @Test
    void ownLimitGoesBeforeThePlans() {
        EntitlementSnapshot given = snapshot(ON_PRO);

        assertThat(given.tenantLimit(null, NOW)).isEqualTo(100_000);
        assertThat(given.tenantLimit(7L, NOW)).isEqualTo(7);
        assertThat(given.tenantLimit(0L, NOW)).isZero();
    }

    @Test
    void boostsAddUp() {
        EntitlementSnapshot given = snapshot(
                ON_PRO, override(QUOTA_BOOST, "10"), override(QUOTA_BOOST, "5"), override(QUOTA_BOOST, "1", null, NOW));

        assertThat(given.tenantLimit(null, NOW)).isEqualTo(100_015);
        assertThat(given.tenantLimit(1L, NOW)).isEqualTo(16);
        assertThat(given.serviceLimit("documents", NOW)).isEqualTo(500);
    }

    @Test
    void boostOfAServiceLiftsThatServicesLimitInstead() {
        EntitlementSnapshot given = snapshot(ON_PRO, override(QUOTA_BOOST, "10", "documents", null));

        assertThat(given.tenantLimit(null, NOW)).isEqualTo(100_000);
        assertThat(given.serviceLimit("documents", NOW)).isEqualTo(510);
        assertThat(given.serviceLimit("search", NOW)).isNull();
    }

    @Test
    void boostsDoNotOverflow() {
        EntitlementSnapshot given =
                snapshot(ON_PRO, override(QUOTA_BOOST, Long.toString(Long.MAX_VALUE)), override(QUOTA_BOOST, "5"));

        assertThat(given.tenantLimit(null, NOW)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsUnlimitedStaysSo() {
        EntitlementSnapshot given =
                snapshot(subscription(ENTERPRISE, NOW.plusSeconds(60)), override(QUOTA_BOOST, "10"));

        assertThat(given.tenantLimit(null, NOW)).isNull();
        assertThat(given.serviceLimit("unheard-of", NOW)).isNull();
    }

    @Test
    void itemsAreThePlansServicesAsTheTenantHasSwitchedThem() {
        EntitlementSnapshot given = snapshot(ON_PRO.withItem("search", false).withItem("reports", true));

        assertThat(given.items(NOW)).isEqualTo(Map.of("documents", true, "search", false));
        assertThat(given.hasService("documents", NOW)).isTrue();
        assertThat(given.hasService("search", NOW)).isFalse();
        assertThat(given.hasService("reports", NOW)).isFalse();
        assertThat(given.hasService("unheard-of", NOW)).isFalse();
    }
}
