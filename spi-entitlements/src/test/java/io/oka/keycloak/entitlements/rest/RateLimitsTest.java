package io.oka.keycloak.entitlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import io.oka.keycloak.entitlements.quota.QuotaWindow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {

    private static final Instant RESET = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void fieldsNameTheLimitWithLeastLeft() {
        QuotaAnswer quota = new QuotaAnswer(true, QuotaAnswer.Level.SERVICE, 100L, 40, 10, 50L, RESET);

        assertThat(RateLimits.fields(quota, RESET.minusMillis(59_500)))
                .containsEntry("RateLimit-Policy", "\"service\";q=100")
                .containsEntry("RateLimit", "\"service\";r=50;t=60");
    }

    @Test
    void policySaysHowLongItsWindowIs() {
        assertThat(policy(QuotaWindow.HOUR, "2026-11-21T15:00:00Z")).isEqualTo("\"api_key\";q=100;w=3600");
        assertThat(policy(QuotaWindow.DAY, "2026-11-22T00:00:00Z")).isEqualTo("\"api_key\";q=100;w=86400");
        assertThat(policy(QuotaWindow.MONTH, "2026-12-01T00:00:00Z")).isEqualTo("\"api_key\";q=100;w=2592000");
        assertThat(policy(QuotaWindow.MONTH, "2026-03-01T00:00:00Z")).isEqualTo("\"api_key\";q=100;w=2419200");
    }

    private static @Nullable String policy(QuotaWindow window, String resetsAt) {
        Instant reset = Instant.parse(resetsAt);
        QuotaAnswer quota = new QuotaAnswer(true, QuotaAnswer.Level.API_KEY, 100L, 0, 0, 100L, reset, window);
        return RateLimits.fields(quota, reset).get("RateLimit-Policy");
    }

    @Test
    void nothingIsSaidWhereNothingLimits() {
        assertThat(RateLimits.fields(QuotaAnswer.unlimited(5, 0), RESET)).isEmpty();
    }

    @Test
    void numbersFitIntoAStructuredField() {
        QuotaAnswer quota =
                new QuotaAnswer(true, QuotaAnswer.Level.TENANT, Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, RESET);

        assertThat(RateLimits.fields(quota, RESET)).containsEntry("RateLimit", "\"tenant\";r=999999999999999;t=0");
    }

    @Test
    void refusalSaysWhenToComeBack() {
        QuotaAnswer quota = new QuotaAnswer(false, QuotaAnswer.Level.API_KEY, 10L, 10, 0, 0L, RESET);

        Problem problem = RateLimits.exceeded(quota, RESET);

        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.code()).isEqualTo("quota_exceeded");
        assertThat(problem.headers()).containsEntry("Retry-After", "1").containsKey("RateLimit");
        assertThat(problem.detail()).contains("api key").contains("2026-12-01T00:00:00Z");
    }
}
