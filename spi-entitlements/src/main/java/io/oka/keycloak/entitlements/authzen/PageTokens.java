package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.core.JacksonException;
import io.oka.keycloak.common.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for the pages of one search: where the next page begins, under HMAC-SHA256. The MAC is over the search as well, so
 * that a token is good for the very search that it was given in. What may be seen from there is decided anew each time.
 */
final class PageTokens {

    private static final String ALGORITHM = "HmacSHA256";

    /** Sets our use of the realm's key apart from every other one. */
    private static final String PURPOSE = "oka-authzen-page-v1";

    private static final int LONGEST = 1024;

    private final Mac mac;
    private final byte[] search;

    /**
     * @param realmKey a secret of the realm's
     * @param search what tells this search from every other one
     */
    PageTokens(SecretKey realmKey, byte[] search) {
        try {
            Mac deriving = Mac.getInstance(ALGORITHM);
            deriving.init(new SecretKeySpec(realmKey.getEncoded(), ALGORITHM));
            byte[] own = deriving.doFinal(PURPOSE.getBytes(StandardCharsets.UTF_8));
            this.mac = Mac.getInstance(ALGORITHM);
            this.mac.init(new SecretKeySpec(own, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
        this.search = search.clone();
    }

    /**
     * What a token says.
     *
     * @param after the last thing that the caller has seen; null for none
     */
    record Place(int limit, @Nullable String after) {}

    String seal(Place place) {
        byte[] text = Json.write(place);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(text) + "." + encoder.encodeToString(sum(text));
    }

    /** What the token says; null for one that was not given in this search. */
    @Nullable
    Place open(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            return null;
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.substring(0, dot));
            byte[] given = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            return MessageDigest.isEqual(sum(text), given)
                    ? Json.MAPPER.readValue(new String(text, StandardCharsets.UTF_8), Place.class)
                    : null;
        } catch (IllegalArgumentException | JacksonException e) {
            // Not Base64, or not what we write: none of ours.
            return null;
        }
    }

    private byte[] sum(byte[] text) {
        mac.update(search);
        return mac.doFinal(text);
    }
}
