package io.oka.keycloak.common.caller;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.keycloak.representations.AccessToken;

/** How a token that an API key was exchanged for says so. */
public final class ApiKeyTokenClaims {

    public static final String API_KEY_ID = "api_key_id";
    public static final String TENANT_ID = "tenant_id";

    private ApiKeyTokenClaims() {}

    /**
     * Whether the token speaks for an API key: it is of no session, its subject is the tenant, and it names the key. All
     * three, so that no claim that an operator maps into people's tokens makes keys of them.
     */
    public static boolean isOfKey(AccessToken token) {
        return token.getSessionId() == null
                && token.getSubject() != null
                && token.getSubject().equals(token.getOtherClaims().get(TENANT_ID))
                && token.getOtherClaims().get(API_KEY_ID) instanceof String;
    }

    /** The key's id; only of a token that {@link #isOfKey}. */
    public static String keyId(AccessToken token) {
        return (String) Objects.requireNonNull(token.getOtherClaims().get(API_KEY_ID));
    }

    /** The scopes that the token holds. */
    public static Set<String> scopes(AccessToken token) {
        Set<String> scopes = new LinkedHashSet<>();
        if (token.getScope() != null) {
            Arrays.stream(token.getScope().split(" "))
                    .filter(scope -> !scope.isEmpty())
                    .forEach(scopes::add);
        }
        return scopes;
    }
}
