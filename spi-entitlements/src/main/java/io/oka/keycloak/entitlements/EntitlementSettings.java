package io.oka.keycloak.entitlements;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.realm.RealmSetting;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** What operators decide about entitlements, per realm. */
public final class EntitlementSettings {

    /** The empty text stands for none, since a setting always has a value. */
    public static final RealmSetting<String> FALLBACK_TIER = new RealmSetting<>(
            "fallbackTier",
            new TypeReference<>() {},
            "",
            value -> value.isEmpty() || PlanNames.isAcceptable(value) ? null : PlanNames.RULE + ", or empty for none",
            "The plan that a tenant goes on with once its subscription is cancelled; without one it loses access");

    private EntitlementSettings() {}

    /** The fallback plan's tier; null for none. */
    public static @Nullable String fallbackTier(RealmModel realm) {
        String tier = FALLBACK_TIER.in(realm);
        return tier.isEmpty() ? null : tier;
    }
}
