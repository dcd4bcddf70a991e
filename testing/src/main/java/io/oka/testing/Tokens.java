package io.oka.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/** What a token endpoint gave; a token that it did not give is empty. */
public record Tokens(String access, String refresh, String id) {

    /** Takes them out of the token endpoint's answer, which must be a good one. */
    public static Tokens of(Response response) {
        JsonNode json = response.expect(200).json();
        return new Tokens(
                json.path("access_token").asText(),
                json.path("refresh_token").asText(),
                json.path("id_token").asText());
    }

    /** The access token's claims. */
    public JsonNode claims() {
        return claims(access);
    }

    /** A token's claims, unverified. */
    public static JsonNode claims(String jwt) {
        try {
            return Http.JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
