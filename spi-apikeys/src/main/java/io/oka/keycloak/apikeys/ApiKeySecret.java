package io.oka.keycloak.apikeys;

/**
 * A key itself, of the right form; whether it opens anything is another matter. Only {@link #reveal} gives it away: it
 * does not show in a log line, an exception or JSON that holds this object by accident.
 */
public final class ApiKeySecret {

    private static final int SHOWN_AT_END = 4;

    private final String text;
    private final ApiKeyEnvironment environment;
    private final int prefixLength;

    /**
     * @param text the whole key, whose form and checksum have been found right
     * @param prefixLength how much of its beginning may be shown, so that people can tell keys apart
     */
    public ApiKeySecret(String text, ApiKeyEnvironment environment, int prefixLength) {
        this.text = text;
        this.environment = environment;
        this.prefixLength = prefixLength;
    }

    /** The whole key: for its owner, once, and for hashing. */
    public String reveal() {
        return text;
    }

    public ApiKeyEnvironment environment() {
        return environment;
    }

    /** How it begins, which may be shown to those who manage it. */
    public String prefix() {
        return text.substring(0, prefixLength);
    }

    /** How it ends, which may be shown to those who manage it. */
    public String last4() {
        return text.substring(text.length() - SHOWN_AT_END);
    }

    @Override
    public String toString() {
        return "ApiKeySecret[" + environment.wireName() + "]";
    }
}
