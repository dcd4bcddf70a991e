package io.oka.keycloak.webhooks.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WantedTypesTest {

    private static final List<String> TYPES = Stream.concat(
                    EventCatalogue.types().stream().map(EventType::type),
                    Stream.of(
                            "webhook.test",
                            "plan.updated",
                            "keycloak.user.login",
                            "keycloak.user.login_error",
                            "keycloak.admin.user.create",
                            "keycloakish.user.login"))
            .toList();

    /** Recovery must find what fan-out would have told, and nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "tenant.*",
                "subscription.*",
                "user.role_changed",
                "keycloak.*",
                "keycloak.user.*",
                "keycloak.user.login",
                "keycloak.admin.user.*"
            })
    void wantsWhatThePatternsWant(String pattern) {
        for (boolean ofRealm : new boolean[] {true, false}) {
            List<String> patterns = List.of(pattern, "quota.warning");
            WantedTypes wanted = WantedTypes.of(patterns, ofRealm);

            for (String type : TYPES) {
                boolean found = wanted.types().contains(type)
                        || wanted.beginnings().stream().anyMatch(type::startsWith);
                assertThat(found)
                        .as("%s wants %s, of the realm's own: %s", pattern, type, ofRealm)
                        .isEqualTo(EventPatterns.want(patterns, type, ofRealm));
            }
        }
    }
}
