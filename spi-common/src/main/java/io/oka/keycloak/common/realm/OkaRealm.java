package io.oka.keycloak.common.realm;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Patch;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Oka in one realm: on or off, how it is set up, how it is configured. */
public final class OkaRealm {

    /** The realm attribute that says whether it is on, for workers that read Keycloak's tables. */
    public static final String ENABLED = "oka.enabled";

    private final KeycloakSession session;
    private final RealmModel realm;

    OkaRealm(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether Oka answers in this realm and puts claims into its tokens. */
    public static boolean isOn(RealmModel realm) {
        return realm.getAttribute(ENABLED, false);
    }

    void switchOn() {
        providers().forEach(provider -> provider.setUp(realm));
        realm.setAttribute(ENABLED, true);
    }

    void switchOff() {
        realm.setAttribute(ENABLED, false);
        providers().forEach(provider -> provider.takeDown(realm));
    }

    Map<String, Boolean> state() {
        Map<String, Boolean> parts = new LinkedHashMap<>();
        providers().forEach(provider -> parts.putAll(provider.state(realm)));
        return parts;
    }

    Map<String, Object> settings() {
        Map<String, Object> values = new LinkedHashMap<>();
        definitions().forEach(setting -> values.put(setting.name(), setting.in(realm)));
        return values;
    }

    void patchSettings(Patch patch) {
        List<RealmSetting<?>> known = definitions();
        Set<String> names = known.stream().map(RealmSetting::name).collect(Collectors.toSet());
        patch.allow(names, Set.of());
        for (RealmSetting<?> setting : known) {
            JsonNode value = patch.get(setting.name());
            if (value != null) {
                setting.set(realm, value);
            }
        }
    }

    private Stream<OkaRealmProvider> providers() {
        return factories().map(factory -> session.getProvider(OkaRealmProvider.class, factory.getId()));
    }

    private List<RealmSetting<?>> definitions() {
        return factories()
                .<RealmSetting<?>>flatMap(factory -> factory.settings().stream())
                .toList();
    }

    private Stream<OkaRealmProviderFactory> factories() {
        return session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(OkaRealmProvider.class)
                .map(OkaRealmProviderFactory.class::cast)
                .sorted(Comparator.comparingInt(OkaRealmProviderFactory::order)
                        .thenComparing(OkaRealmProviderFactory::getId));
    }
}
