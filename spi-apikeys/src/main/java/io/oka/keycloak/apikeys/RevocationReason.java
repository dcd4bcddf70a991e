package io.oka.keycloak.apikeys;

import java.util.Locale;

/** Why a key was revoked. */
public enum RevocationReason {
    /** Somebody who may asked for it. */
    REQUESTED,
    /** It was found where it should not be. */
    LEAKED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
