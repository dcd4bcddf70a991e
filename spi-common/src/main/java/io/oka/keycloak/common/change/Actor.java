package io.oka.keycloak.common.change;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who brought a change about.
 *
 * @param id the user's, client's, API key's or agent's id; null for the system itself
 * @param clientId the client through which it was done
 * @param ipAddress where the request came from
 */
public record Actor(
        Type type,
        @Nullable String id,
        @Nullable String clientId,
        @Nullable String ipAddress) {

    public static final Actor SYSTEM = new Actor(Type.SYSTEM, null, null, null);

    /** What kind of caller it was. */
    public enum Type {
        USER,
        SERVICE,
        API_KEY,
        /** Of a billing or ERP system. */
        AGENT,
        OPERATOR,
        SYSTEM;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type ofWireName(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
