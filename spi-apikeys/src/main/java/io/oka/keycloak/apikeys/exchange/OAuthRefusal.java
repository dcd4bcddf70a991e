package io.oka.keycloak.apikeys.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serial;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Ends a request with an error in OAuth's form (RFC 6749, section 5.2). */
final class OAuthRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String description;
    private final transient Map<String, String> headers;

    private OAuthRefusal(int status, String error, String description, Map<String, String> headers) {
        // An answer, not a defect: its stack trace would be cost without use.
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.description = description;
        this.headers = headers;
    }

    static OAuthRefusal badRequest(String error, String description) {
        return new OAuthRefusal(400, error, description, Map.of());
    }

    static OAuthRefusal of(int status, String error, String description) {
        return new OAuthRefusal(status, error, description, Map.of());
    }

    static OAuthRefusal tooManyGuesses(int secondsToWait) {
        return new OAuthRefusal(
                429,
                "too_many_requests",
                "Too many keys from this address were refused; try again later",
                Map.of("Retry-After", Integer.toString(secondsToWait)));
    }

    /** The one answer to every key that does not open anything, whatever the reason. */
    static OAuthRefusal invalidKey(String realmName) {
        return new OAuthRefusal(
                401,
                "invalid_api_key",
                "This API key cannot be used here",
                Map.of("WWW-Authenticate", "ApiKey realm=\"" + realmName + "\", error=\"invalid_api_key\""));
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }

    Map<String, String> headers() {
        return headers;
    }

    Body body() {
        return new Body(error, description);
    }

    /** What is answered. */
    @Schema(name = "OAuthError")
    record Body(
            @Schema(examples = "invalid_api_key") String error,

            @Schema(description = "For a person; never what was presented") @JsonProperty("error_description")
            String description) {}
}
