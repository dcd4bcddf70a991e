package io.oka.keycloak.apikeys.leak;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.realm.RealmSetting;
import java.util.List;

/** Whom operators believe that a key has leaked. */
public final class LeakReportSettings {

    public static final RealmSetting<List<LeakReportKey>> LEAK_REPORT_KEYS = new RealmSetting<>(
            "leakReportKeys",
            new TypeReference<>() {},
            List.of(),
            LeakReportKey::objection,
            "Public keys under which reports of leaked API keys are signed, each {keyIdentifier, key}");

    private LeakReportSettings() {}
}
