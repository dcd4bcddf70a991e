package io.oka.keycloak.entitlements.quota;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.realm.RealmSetting;

/** What operators decide about counting, per realm. */
final class QuotaSettings {

    static final RealmSetting<Integer> WARNING_PERCENT = new RealmSetting<>(
            "quotaWarningPercent",
            new TypeReference<>() {},
            80,
            value -> value >= 0 && value <= 100 ? null : "must be 0 to 100",
            "At how many percent of a limit quota.warning is raised; 0 for never");

    private QuotaSettings() {}
}
