package io.oka.keycloak.webhooks;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What made a delivery. */
public enum DeliveryCause {
    /** It happened. */
    EVENT,
    /** Somebody wanted one message again. */
    RESEND,
    /** Somebody wanted what an endpoint has missed. */
    RECOVER,
    /** An operator revived a dead letter. */
    REPLAY,
    /** Somebody tries an endpoint. */
    TEST;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
