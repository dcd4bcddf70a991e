package io.oka.keycloak.tenants;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.utils.EmailValidationUtil;

/** Which addresses can be invited, and how they are kept. */
public final class EmailAddresses {

    public static final String RULE = "must be an e-mail address of at most 254 characters";

    /** What fits between the angle brackets of SMTP (RFC 5321, section 4.5.3.1.3). */
    private static final int LONGEST = 254;

    private EmailAddresses() {}

    /**
     * The address as Keycloak keeps a user's: lower case, without blanks around it. Null if Keycloak would not take it,
     * or if it holds what could end a line of a mail's head.
     */
    public static @Nullable String normalize(@Nullable String address) {
        if (address == null || address.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        String kept = address.strip().toLowerCase(Locale.ROOT);
        return kept.length() <= LONGEST && EmailValidationUtil.isValidEmail(kept) ? kept : null;
    }
}
