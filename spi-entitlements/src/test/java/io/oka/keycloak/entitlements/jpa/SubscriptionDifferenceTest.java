package io.oka.keycloak.entitlements.jpa;

import static io.oka.keycloak.entitlements.Given.ENTERPRISE;
import static io.oka.keycloak.entitlements.Given.FREE;
import static io.oka.keycloak.entitlements.Given.NOW;
import static io.oka.keycloak.entitlements.Given.PLANS;
import static io.oka.keycloak.entitlements.Given.PRO;
import static io.oka.keycloak.entitlements.Given.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.entitlements.Subscription;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SubscriptionDifferenceTest {

    private static final Instant END = NOW.plusSeconds(3_600);
    private static final Subscription ON_PRO = subscription(PRO, END);

    @Test
    void eachDifferenceIsSaidInItsOwnWord() {
        assertThat(difference(ON_PRO, subscription(ENTERPRISE, END))).containsExactly("subscription.upgraded");
        assertThat(difference(ON_PRO, subscription(FREE, null))).containsExactly("subscription.downgraded");
        assertThat(difference(ON_PRO, ON_PRO.pastDue(END))).containsExactly("subscription.past_due");
        assertThat(difference(ON_PRO.pastDue(END), ON_PRO)).containsExactly("subscription.renewed");
        assertThat(difference(ON_PRO, subscription(PRO, END.plusSeconds(1)))).containsExactly("subscription.renewed");
        assertThat(difference(ON_PRO, ON_PRO.cancelled())).containsExactly("subscription.cancelled");
        assertThat(difference(ON_PRO, ON_PRO.withItem("search", false))).containsExactly("subscription.updated");
    }

    @Test
    void twoDifferencesAreTwoThings() {
        assertThat(difference(ON_PRO, subscription(ENTERPRISE, END).pastDue(END)))
                .containsExactly("subscription.upgraded", "subscription.past_due");
    }

    private static Iterable<String> difference(Subscription before, Subscription after) {
        return SubscriptionDifference.of(before, after, PLANS);
    }
}
