package io.oka.keycloak.entitlements.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A limit, and the counter that it bounds. */
record Limit(Counter counter, long units) {

    /** The limits on a use of this service at this time, in the order in which they are asked. */
    static List<Limit> of(QuotaLimits limits, @Nullable String service, Instant at) {
        List<Limit> all = new ArrayList<>();
        QuotaLimits.KeyLimit key = limits.key();
        if (key != null && key.limit() != null) {
            all.add(new Limit(Counter.ofKey(key.familyId(), key.window(), at), key.limit()));
        }
        if (service != null && limits.service() != null) {
            all.add(new Limit(Counter.ofService(service, at), limits.service()));
        }
        if (limits.tenant() != null) {
            all.add(new Limit(Counter.ofTenant(at), limits.tenant()));
        }
        return all;
    }

    /** The first that has no room for so much; null if all have. */
    static @Nullable Limit refusing(List<Limit> limits, long quantity, Function<Counter, Count> counts) {
        return limits.stream()
                .filter(limit -> !counts.apply(limit.counter).hasRoom(quantity, limit.units))
                .findFirst()
                .orElse(null);
    }

    /** Says how things stand, by the limit with least left; the narrower one of two alike. */
    static QuotaAnswer tightest(List<Limit> limits, Instant at, Function<Counter, Count> counts) {
        Limit tightest = null;
        long least = Long.MAX_VALUE;
        for (Limit limit : limits) {
            long left = limit.left(counts.apply(limit.counter));
            if (tightest == null || left < least) {
                tightest = limit;
                least = left;
            }
        }
        if (tightest == null) {
            Count tenant = counts.apply(Counter.ofTenant(at));
            return QuotaAnswer.unlimited(tenant.used(), tenant.reserved());
        }
        return tightest.answer(true, counts.apply(tightest.counter));
    }

    QuotaAnswer answer(boolean allowed, Count count) {
        return new QuotaAnswer(
                allowed,
                counter.level(),
                units,
                count.used(),
                count.reserved(),
                left(count),
                counter.end(),
                counter.window());
    }

    private long left(Count count) {
        return Math.max(0, units - count.taken());
    }
}
