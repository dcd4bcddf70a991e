package io.oka.keycloak.apikeys.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to an exchange, as RFC 8693, section 2.2.1, spells it. */
@Schema(name = "ExchangedToken")
record IssuedToken(
        @Schema(description = "A JWT, signed by the realm's key") @JsonProperty("access_token")
        String accessToken,

        @Schema(examples = "urn:ietf:params:oauth:token-type:access_token") @JsonProperty("issued_token_type")
        String issuedTokenType,

        @Schema(description = "DPoP for a token that is bound to a key, else Bearer", examples = "Bearer")
        @JsonProperty("token_type")
        String tokenType,

        @Schema(description = "Seconds", examples = "300") @JsonProperty("expires_in")
        long expiresIn,

        @Schema(examples = "documents:read") String scope) {

    /** Without the token. */
    @Override
    public String toString() {
        return "IssuedToken[" + tokenType + ", " + expiresIn + "s, " + scope + "]";
    }
}
