package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.quota.QuotaAnswer;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a limit stands, in the fields of IETF draft-ietf-httpapi-ratelimit-headers, and the refusal by it. */
final class RateLimits {

    /** What an integer of a structured field can hold (RFC 9651). */
    private static final long LARGEST = 999_999_999_999_999L;

    private RateLimits() {}

    static Response.ResponseBuilder on(Response.ResponseBuilder answer, QuotaAnswer quota, Instant now) {
        fields(quota, now).forEach(answer::header);
        return answer;
    }

    /** The limit with least left; none where nothing limits. */
    static Map<String, String> fields(QuotaAnswer quota, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (quota.limit() != null && quota.remaining() != null) {
            String name = '"' + quota.level().wireName() + '"';
            fields.put("RateLimit-Policy", name + ";q=" + bounded(quota.limit()) + window(quota));
            fields.put("RateLimit", name + ";r=" + bounded(quota.remaining()) + ";t=" + secondsLeft(quota, now));
        }
        return fields;
    }

    static Problem exceeded(QuotaAnswer quota, Instant now) {
        Problem problem = Problem.of(
                        429,
                        "quota_exceeded",
                        "The quota has no room for it",
                        "The limit of the " + quota.level().wireName().replace('_', ' ') + " is " + quota.limit()
                                + " units, of which " + quota.remaining() + " are left until " + quota.resetsAt())
                .withHeader("Retry-After", Long.toString(Math.max(1, secondsLeft(quota, now))));
        for (Map.Entry<String, String> field : fields(quota, now).entrySet()) {
            problem = problem.withHeader(field.getKey(), field.getValue());
        }
        return problem;
    }

    private static String window(QuotaAnswer quota) {
        return quota.window() == null || quota.resetsAt() == null
                ? ""
                : ";w=" + quota.window().lengthUntil(quota.resetsAt()).toSeconds();
    }

    /** Rounded up: who comes back then finds the window new. */
    private static long secondsLeft(QuotaAnswer quota, Instant now) {
        if (quota.resetsAt() == null) {
            return 0;
        }
        return Math.max(
                0, Duration.between(now, quota.resetsAt()).plusMillis(999).toSeconds());
    }

    private static long bounded(long number) {
        return Math.min(number, LARGEST);
    }
}
