package io.oka.keycloak.webhooks.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventPatternsTest {

    @ParameterizedTest
    @ValueSource(strings = {"*", "tenant.created", "tenant.*", "api_key.*", "sync.*", "webhook.*"})
    void typesBeginningsAndAllAreForEverybody(String pattern) {
        assertThat(EventPatterns.isKnown(pattern, false)).isTrue();
        assertThat(EventPatterns.isKnown(pattern, true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tenant",
                "tenant.",
                ".*",
                "**",
                "ten*",
                "tenant.c*",
                "tenant.created.*",
                "nothing.*",
                "plan.created",
                "plan.*",
                "TENANT.CREATED",
                " *",
                "*.created",
                "keycloak",
                "keycloak.user",
                "keycloak.*.login",
                "keycloak.user.",
                "keycloak.user..x",
                "keycloak.client.*"
            })
    void typingErrorsAreForNobody(String pattern) {
        assertThat(EventPatterns.isKnown(pattern, false)).isFalse();
        assertThat(EventPatterns.isKnown(pattern, true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keycloak.*",
                "keycloak.user.*",
                "keycloak.user.login",
                "keycloak.admin.user.create",
                "keycloak.admin.user.*",
                "keycloak.admin.*"
            })
    void keycloaksOwnEventsAreForTheRealmOnly(String pattern) {
        assertThat(EventPatterns.isKnown(pattern, true)).isTrue();
        assertThat(EventPatterns.isKnown(pattern, false)).isFalse();
    }

    @Test
    void overlongPatternIsNotEvenLookedAt() {
        assertThat(EventPatterns.isKnown("keycloak.user." + "a".repeat(200), true))
                .isFalse();
    }

    @Test
    void endpointIsToldOfWhatItNames() {
        assertThat(EventPatterns.want(List.of("tenant.deleted", "quota.*"), "quota.warning", false))
                .isTrue();
        assertThat(EventPatterns.want(List.of("tenant.deleted", "quota.*"), "tenant.created", false))
                .isFalse();
        assertThat(EventPatterns.want(List.of("*"), "tenant.created", false)).isTrue();
    }

    @Test
    void whatIsNotInTheCatalogueStaysInTheLog() {
        assertThat(EventPatterns.want(List.of("*"), "plan.created", true)).isFalse();
        assertThat(EventPatterns.want(List.of("*", "webhook.*"), "webhook.endpoint_created", true))
                .isFalse();
    }

    @Test
    void keycloaksOwnEventsNeverReachATenant() {
        assertThat(EventPatterns.want(List.of("*"), "keycloak.user.login", true))
                .isTrue();
        assertThat(EventPatterns.want(List.of("keycloak.user.*"), "keycloak.user.login", true))
                .isTrue();
        assertThat(EventPatterns.want(List.of("*", "keycloak.*"), "keycloak.user.login", false))
                .isFalse();
    }
}
