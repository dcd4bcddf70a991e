package io.oka.keycloak.tenants;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.realm.RealmSetting;

/** What operators decide about tenants, per realm. */
public final class TenantSettings {

    private static final int MOST_TENANTS = 10_000;

    public static final RealmSetting<Integer> MAX_TENANTS_PER_USER = new RealmSetting<>(
            "maxTenantsPerUser",
            new TypeReference<>() {},
            5,
            value -> value >= 0 && value <= MOST_TENANTS ? null : "must be 0 to " + MOST_TENANTS,
            "How many tenants one person may own");

    public static final RealmSetting<Boolean> DIRECT_ADD = new RealmSetting<>(
            "directAdd",
            new TypeReference<>() {},
            false,
            value -> null,
            "Whether tenant admins may add people without asking them: it tells who exists and pulls them in");

    private TenantSettings() {}
}
