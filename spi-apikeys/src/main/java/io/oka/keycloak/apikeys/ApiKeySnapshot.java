package io.oka.keycloak.apikeys;

import io.oka.keycloak.common.address.AddressRange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What using a key needs to know of it; immutable, so that it can be cached by the key's id. Whether it works is asked
 * anew at each use, since time passes while it is cached.
 *
 * @param realmId the realm where alone it is good
 * @param familyId by which its use is counted
 * @param quotaLimit units that the family may use in each {@code quotaPeriod}; null for no limit of its own
 * @param allowed from where it may be used; empty for anywhere
 * @param pepperVersion under which it is hashed; see {@link ApiKeyProvider#rehash}
 */
public record ApiKeySnapshot(
        String id,
        String realmId,
        String tenantId,
        String familyId,
        String name,
        ApiKeyEnvironment environment,
        Set<String> scopes,
        List<String> audiences,
        @Nullable Long quotaLimit,
        @Nullable QuotaPeriod quotaPeriod,
        List<AddressRange> allowed,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant graceUntil,
        int pepperVersion) {

    public ApiKeySnapshot {
        scopes = Set.copyOf(scopes);
        audiences = List.copyOf(audiences);
        allowed = List.copyOf(allowed);
    }

    /** When it ceases to work by itself, and with it all that was issued for it. */
    public @Nullable Instant endsAt() {
        return earlier(expiresAt, graceUntil);
    }

    public ApiKeyStatus status(Instant now) {
        return ApiKeyStatus.at(now, revokedAt, endsAt());
    }

    /** Whether it may be used from this address; text that is no address is outside of every range. */
    public boolean isAllowedFrom(@Nullable String address) {
        return allowed.isEmpty() || allowed.stream().anyMatch(range -> range.contains(address));
    }

    /** Whether it has all of these scopes. */
    public boolean hasScopes(Collection<String> wanted) {
        return scopes.containsAll(wanted);
    }

    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
