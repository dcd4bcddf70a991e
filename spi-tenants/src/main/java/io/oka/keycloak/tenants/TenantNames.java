package io.oka.keycloak.tenants;

import java.util.regex.Pattern;

/** What a tenant may be called. */
public final class TenantNames {

    public static final String RULE = "must be 2 to 63 of a-z, 0-9 and -";

    private static final Pattern ACCEPTED = Pattern.compile("[a-z0-9-]{2,63}");

    private TenantNames() {}

    public static boolean isAcceptable(String name) {
        return ACCEPTED.matcher(name).matches();
    }
}
