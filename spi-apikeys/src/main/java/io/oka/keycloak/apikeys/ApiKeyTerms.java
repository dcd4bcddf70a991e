package io.oka.keycloak.apikeys;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be changed of a key while it works. The limit holds for its whole family. */
public record ApiKeyTerms(
        String name,
        List<String> scopes,
        @Nullable Long quotaLimit,
        @Nullable QuotaPeriod quotaPeriod) {

    public ApiKeyTerms {
        scopes = List.copyOf(scopes);
    }

    /** The terms on which this key works. */
    public static ApiKeyTerms of(ApiKey key) {
        return new ApiKeyTerms(key.name(), key.scopes(), key.quotaLimit(), key.quotaPeriod());
    }
}
