package io.oka.keycloak.apikeys;

import org.jspecify.annotations.Nullable;

/**
 * A presented key and what using it comes to.
 *
 * @param key the key that it is, whatever its state; null if it is none
 * @param secret what was presented; null if it has not the form of a key
 */
public record KeyCheck(
        KeyVerdict verdict,
        @Nullable ApiKeySnapshot key,
        @Nullable ApiKeySecret secret) {

    public boolean isValid() {
        return verdict == KeyVerdict.VALID;
    }
}
