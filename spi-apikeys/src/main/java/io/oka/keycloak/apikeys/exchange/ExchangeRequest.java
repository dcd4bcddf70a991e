package io.oka.keycloak.apikeys.exchange;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of an exchange. */
@Schema(name = "ApiKeyExchange")
record ExchangeRequest(
        @Schema(description = "The key: the credential of this request", required = true) @Nullable
        String apiKey,

        @Schema(description = "One of the key's audiences; all of them unless said", examples = "documents-api")
        @Nullable
        String audience,

        @Schema(description = "Scopes separated by spaces, of those that the key has; all unless said") @Nullable
        String scope) {

    /** Without the key. */
    @Override
    public String toString() {
        return "ExchangeRequest[audience=" + audience + ", scope=" + scope + "]";
    }
}
