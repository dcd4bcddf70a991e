package io.oka.keycloak.sync.reconcile;

import java.io.Serial;

/** A page of a snapshot cannot be compared as it was sent, and never will be. */
public final class SnapshotRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 1_000;

    private final String errorClass;

    /**
     * @param errorClass stable, in snake case
     * @param message for people
     */
    public SnapshotRefusal(String errorClass, String message) {
        super(message);
        this.errorClass = errorClass;
    }

    static SnapshotRefusal malformed(String member, String message) {
        return new SnapshotRefusal("malformed", member + " " + message);
    }

    public String errorClass() {
        return errorClass;
    }

    public String detail() {
        String message = String.valueOf(getMessage());
        return message.substring(0, Math.min(message.length(), LONGEST));
    }
}
