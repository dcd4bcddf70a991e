package io.oka.keycloak.apikeys;

import io.oka.keycloak.common.address.AddressRange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key starts with.
 *
 * @param createdBy id of the user who makes it; null for an operator
 */
public record NewApiKey(
        String name,
        ApiKeyEnvironment environment,
        List<String> scopes,
        List<String> audiences,
        @Nullable Long quotaLimit,
        @Nullable QuotaPeriod quotaPeriod,
        List<AddressRange> allowedCidrs,
        @Nullable Instant expiresAt,
        @Nullable String createdBy) {

    public NewApiKey {
        scopes = List.copyOf(scopes);
        audiences = List.copyOf(audiences);
        allowedCidrs = List.copyOf(allowedCidrs);
    }
}
