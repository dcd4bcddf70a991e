package io.oka.keycloak.tenants.login;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;

/** What becomes of a login whose user belongs to no tenant; an option of {@code tenant-select}. */
public enum NoTenant {
    /** Refused, and so is the refresh of somebody who is no longer a member. */
    DENY,
    /** Goes on without a tenant. */
    CONTINUE,
    /** The user makes a tenant of their own; where there is no page for that, the login goes on. */
    CREATE;

    /** The option's name in the authenticator's configuration. */
    public static final String OPTION = "noTenant";

    static final NoTenant DEFAULT = CONTINUE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(NoTenant::wireName).toList();
    }

    static NoTenant of(@Nullable AuthenticatorConfigModel config) {
        String chosen = config == null || config.getConfig() == null
                ? null
                : config.getConfig().get(OPTION);
        return Arrays.stream(values())
                .filter(value -> value.wireName().equals(chosen))
                .findFirst()
                .orElse(DEFAULT);
    }
}
