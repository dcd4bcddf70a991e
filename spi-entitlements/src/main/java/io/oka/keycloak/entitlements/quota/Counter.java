package io.oka.keycloak.entitlements.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one window of one level counts: a row, and a new one for each new window, so that nothing is ever reset.
 *
 * @param subject the service's name or the key's family; empty for the tenant
 */
record Counter(QuotaAnswer.Level level, String subject, QuotaWindow window, Instant start) {

    /** What a use of this service by this key counts in, narrowest first. A key counts in every window, so that its
     * limit's window can be changed at any time. */
    static List<Counter> of(@Nullable String service, @Nullable String familyId, Instant at) {
        List<Counter> counters = new ArrayList<>();
        if (familyId != null) {
            for (QuotaWindow window : QuotaWindow.values()) {
                counters.add(ofKey(familyId, window, at));
            }
        }
        if (service != null) {
            counters.add(ofService(service, at));
        }
        counters.add(ofTenant(at));
        return counters;
    }

    static Counter ofKey(String familyId, QuotaWindow window, Instant at) {
        return new Counter(QuotaAnswer.Level.API_KEY, familyId, window, window.start(at));
    }

    static Counter ofService(String service, Instant at) {
        return new Counter(QuotaAnswer.Level.SERVICE, service, QuotaWindow.MONTH, QuotaWindow.MONTH.start(at));
    }

    static Counter ofTenant(Instant at) {
        return new Counter(QuotaAnswer.Level.TENANT, "", QuotaWindow.MONTH, QuotaWindow.MONTH.start(at));
    }

    Instant end() {
        return window.end(start);
    }
}
