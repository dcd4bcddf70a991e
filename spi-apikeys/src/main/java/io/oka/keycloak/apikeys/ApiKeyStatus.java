package io.oka.keycloak.apikeys;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a key works. What has ended does not come back. */
public enum ApiKeyStatus {
    ACTIVE,
    REVOKED,
    /** Past its own time, or rotated and past its grace. */
    EXPIRED;

    /**
     * The status at this moment.
     *
     * @param endsAt the earlier of a key's own end and the end of its grace
     */
    public static ApiKeyStatus at(Instant now, @Nullable Instant revokedAt, @Nullable Instant endsAt) {
        if (revokedAt != null) {
            return REVOKED;
        }
        return endsAt != null && !now.isBefore(endsAt) ? EXPIRED : ACTIVE;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of this name; null if there is none. Exact, as names on the wire are. */
    public static @Nullable ApiKeyStatus find(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(status -> status.wireName().equals(wireName))
                .findFirst()
                .orElse(null);
    }
}
