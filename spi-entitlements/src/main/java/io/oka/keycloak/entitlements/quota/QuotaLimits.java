package io.oka.keycloak.entitlements.quota;

import org.jspecify.annotations.Nullable;

/**
 * What limits one use, at the instant at which somebody asks: overrides are in it, so that they act at once and end at
 * their instant. Null is no limit.
 *
 * @param key the limit of the API key that uses it; null where no key is named
 * @param service units a calendar month of the service that is used, its boosts included
 * @param tenant units a calendar month of the tenant: its own limit or else its plan's, with its boosts
 */
public record QuotaLimits(
        @Nullable KeyLimit key,
        @Nullable Long service,
        @Nullable Long tenant) {

    public static final QuotaLimits NONE = new QuotaLimits(null, null, null);

    /**
     * A key counts even if nothing limits it.
     *
     * @param familyId by which its use is counted: a rotated key and its successor are one
     * @param limit units in each window
     */
    public record KeyLimit(String familyId, @Nullable Long limit, QuotaWindow window) {}
}
