package io.oka.keycloak.entitlements.quota;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Nothing can be counted at the moment; the same order may be carried out shortly. */
final class QuotaUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    QuotaUnavailableException(String message) {
        this(message, null);
    }

    QuotaUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
