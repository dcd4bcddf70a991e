package io.oka.keycloak.common.problem;

import java.io.Serial;

/**
 * A change that the present state does not allow. Providers throw it without knowing of HTTP; below our paths it ends
 * as a 409 with its code, and everything that the request did is rolled back.
 */
public final class ConflictException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable and snake_case
     * @param message a sentence for a person
     */
    public ConflictException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
