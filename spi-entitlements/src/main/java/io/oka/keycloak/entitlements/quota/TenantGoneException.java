package io.oka.keycloak.entitlements.quota;

import java.io.Serial;

/** The tenant whose quota was to be used is deleted, or was never there. */
final class TenantGoneException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TenantGoneException() {
        super("tenant gone", null, false, false);
    }
}
