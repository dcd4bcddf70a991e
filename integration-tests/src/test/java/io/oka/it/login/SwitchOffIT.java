package io.oka.it.login;

import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.OkaServer;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Switching Oka off in a realm, and on again. */
@OkaServer
class SwitchOffIT extends InLoginRealm {

    @Test
    void offMeansNoClaimsAndTheBuiltInFlowsAndOnBringsAllBack() throws Exception {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        Tokens before = realm.tokens(person, first);
        assertThat(flows()).containsExactly("browser with tenants", "direct grant with tenants");

        realm.admin().delete(realm.realm().adminPath("/oka/setup"));

        assertThat(flows()).containsExactly("browser", "direct grant");
        assertThat(realm.grant(person, Map.of("tenant_hint", first.id()))
                        .expect(200)
                        .text())
                .isNotEmpty();
        assertThat(realm.tokens(person, first).claims().has("tenant_id")).isFalse();
        assertThat(realm.refreshed(before).claims().has("tenant_id")).isFalse();
        assertThat(realm.introspect(before.access()).has("tenant_id")).isFalse();
        assertThat(realm.userInfo(before.access()).has("tenant_id")).isFalse();
        assertThat(realm.switchTo(before.access(), Map.of("tenantId", first.id()))
                        .status())
                .isEqualTo(404);
        LoginBrowser browser = realm.browserOf(person, Map.of());
        assertThat(browser.isBack()).as("the login is Keycloak's own").isTrue();
        assertThat(browser.tokens().claims().has("tenant_id")).isFalse();

        realm.admin().post(realm.realm().adminPath("/oka/setup"), null);

        assertThat(flows()).containsExactly("browser with tenants", "direct grant with tenants");
        assertThat(page(realm.browserOf(person, Map.of()))).isEqualTo("login-tenant-select");
        assertThat(tenant(realm.tokens(person, first))).isEqualTo(first.name());
        assertThat(realm.verify(realm.refreshed(before)).tenantId())
                .as("the session still knows its tenant")
                .isEqualTo(first.id());
    }

    @Test
    void whoStandsAtThePageWhileItIsSwitchedOffGetsIn() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of());
        assertThat(page(browser)).isEqualTo("login-tenant-select");
        realm.admin().delete(realm.realm().adminPath("/oka/setup"));
        try {
            browser.submit("#kc-tenant-select-form", Map.of("tenant", first.id()));

            assertThat(browser.lastResponse().status()).isLessThan(500);
        } finally {
            realm.admin().post(realm.realm().adminPath("/oka/setup"), null);
        }
    }

    private static List<String> flows() {
        JsonNode shown = realm.admin().get(realm.realm().adminPath(""));
        return List.of(
                shown.path("browserFlow").asText(),
                shown.path("directGrantFlow").asText());
    }
}
