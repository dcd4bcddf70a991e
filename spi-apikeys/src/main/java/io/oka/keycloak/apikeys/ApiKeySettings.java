package io.oka.keycloak.apikeys;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.realm.RealmSetting;
import java.util.List;

/** What operators decide about API keys, per realm. */
public final class ApiKeySettings {

    public static final RealmSetting<List<String>> KEY_SCOPES = new RealmSetting<>(
            "keyScopes",
            new TypeReference<>() {},
            List.of(),
            NamePatterns::objection,
            "Which scopes keys may have: names, or beginnings of names followed by *");

    public static final RealmSetting<List<String>> KEY_AUDIENCES = new RealmSetting<>(
            "keyAudiences",
            new TypeReference<>() {},
            List.of(),
            NamePatterns::objection,
            "Whom keys may address: client ids, or beginnings of them followed by *");

    private ApiKeySettings() {}
}
