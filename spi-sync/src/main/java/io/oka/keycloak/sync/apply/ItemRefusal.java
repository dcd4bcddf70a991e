package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.ItemOutcome;
import java.io.Serial;

/** An item that will never do, found in the midst of applying it: what was done for it is rolled back. */
final class ItemRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String errorClass;

    ItemRefusal(String errorClass, String detail) {
        super(detail, null, false, false);
        this.errorClass = errorClass;
    }

    /** Its agent may not do that. */
    static ItemRefusal notAllowed(String detail) {
        return new ItemRefusal("not_allowed", detail);
    }

    ItemOutcome outcome() {
        return new ItemOutcome.Refused(errorClass, String.valueOf(getMessage()));
    }
}
