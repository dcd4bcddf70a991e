package io.oka.keycloak.entitlements.decision;

import io.oka.keycloak.tenants.TenantRole;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked; null asks for nothing of that kind.
 *
 * @param action what is to be done; a key's scopes are checked against it
 * @param quantity how many units it would use, at least 1
 */
public record DecisionRequest(
        String action,
        String tenantId,
        @Nullable String service,
        @Nullable String requiredFeature,
        @Nullable TenantRole requiredRole,
        long quantity) {

    /** Into logs and usage records texts go as they are. */
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,255}");

    /** Whether a text of a caller's may be asked about: 1 to 255 printable characters. */
    public static boolean isPrintable(String text) {
        return PRINTABLE.matcher(text).matches();
    }
}
