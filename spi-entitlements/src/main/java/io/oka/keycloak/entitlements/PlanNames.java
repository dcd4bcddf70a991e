package io.oka.keycloak.entitlements;

import java.util.regex.Pattern;

/** How tiers, services and features may be called. */
public final class PlanNames {

    public static final String RULE = "must be 1 to 100 of A-Z, a-z, 0-9, dot, underscore and hyphen";

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private PlanNames() {}

    public static boolean isAcceptable(String name) {
        return ACCEPTED.matcher(name).matches();
    }
}
