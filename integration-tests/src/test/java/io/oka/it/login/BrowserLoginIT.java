package io.oka.it.login;

import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.proc.BadJOSEException;
import io.oka.it.example.TenantTokens;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A login through the real pages, to a token that a service verifies with another library than Keycloak's. */
@OkaServer
class BrowserLoginIT {

    private static LoginRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = LoginRealm.create(oka, representation -> {
            representation.put("internationalizationEnabled", true);
            representation.put("supportedLocales", new String[] {"en", "de"});
            representation.put("defaultLocale", "en");
        });
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void personOfNoTenantGoesOnWithout() {
        String person = realm.person();

        Tokens tokens = realm.browserOf(person, Map.of()).tokens();

        assertThat(tokens.claims().path("preferred_username").asText()).isEqualTo(person);
        assertThat(tokens.claims().has("tenant_id")).isFalse();
        assertThat(tokens.claims().has("tenant_name")).isFalse();
        assertThat(tokens.claims().has("tenant_role")).isFalse();
        assertThatThrownBy(() -> realm.verify(tokens))
                .isInstanceOf(BadJOSEException.class)
                .hasMessageContaining("tenant_id");
    }

    @Test
    void personOfOneTenantIsNotAsked() throws Exception {
        String person = realm.person();
        Tenant only = realm.tenantOf(person);

        Tokens tokens = realm.browserOf(person, Map.of()).tokens();

        assertThat(realm.verify(tokens)).isEqualTo(new TenantTokens.Caller(realm.userId(person), only.id(), "owner"));
        assertThat(tenant(tokens)).isEqualTo(only.name());
        assertThat(tenant(Tokens.claims(tokens.id()))).isEqualTo(only.name());
    }

    @Test
    void personOfSeveralTenantsChooses() throws Exception {
        String person = realm.person();
        Tenant own = realm.tenantOf(person);
        Tenant joined = realm.strangersTenant();
        realm.addMember(joined, person, "admin");

        LoginBrowser browser = realm.browserOf(person, Map.of());

        assertThat(browser.isBack()).isFalse();
        assertThat(browser.lastResponse().status()).isEqualTo(200);
        assertThat(page(browser)).isEqualTo("login-tenant-select");
        assertThat(browser.page().select("button[name=tenant]").eachAttr("value"))
                .containsExactlyInAnyOrder(own.id(), joined.id());

        Tokens tokens = browser.submit("#kc-tenant-select-form", Map.of("tenant", joined.id()))
                .tokens();

        assertThat(realm.verify(tokens)).isEqualTo(new TenantTokens.Caller(realm.userId(person), joined.id(), "admin"));
        assertThat(tenant(tokens)).isEqualTo(joined.name());
    }

    @Test
    void hintByNameOrIdSkipsThePage() throws Exception {
        String person = realm.person();
        realm.tenantOf(person);
        Tenant wanted = realm.tenantOf(person);

        for (String hint : new String[] {wanted.name(), wanted.id()}) {
            Tokens tokens = realm.browserOf(person, Map.of("tenant_hint", hint)).tokens();

            assertThat(realm.verify(tokens).tenantId()).isEqualTo(wanted.id());
        }
    }

    @Test
    void hintThatMissesShowsThePageAndSaysSo() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();

        for (String hint : new String[] {foreign.name(), foreign.id(), "no-such-tenant", "No Name!"}) {
            LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", hint));

            assertThat(page(browser)).as(hint).isEqualTo("login-tenant-select");
            assertThat(browser.page().text()).contains("You are not a member of the tenant that was asked for.");
            assertThat(browser.page().text()).doesNotContain(foreign.name());
            assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", first.id()))
                            .tokens()))
                    .isEqualTo(first.name());
        }
    }

    @Test
    void hintThatMissesNeverEndsInTheOnlyTenantByItself() {
        String person = realm.person();
        Tenant only = realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();

        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", foreign.name()));

        assertThat(page(browser)).isEqualTo("login-tenant-select");
        assertThat(browser.page().text()).contains("You are not a member of the tenant that was asked for.");
        assertThat(browser.page().select("button[name=tenant]").eachAttr("value"))
                .containsExactly(only.id());
    }

    @Test
    void emptyHintIsNone() {
        String person = realm.person();
        Tenant only = realm.tenantOf(person);

        assertThat(tenant(realm.browserOf(person, Map.of("tenant_hint", "")).tokens()))
                .isEqualTo(only.name());
    }

    @Test
    void clientWithoutTheScopeGetsNoClaims() {
        String person = realm.person();
        realm.tenantOf(person);
        Map<String, Object> client = Map.of(
                "clientId",
                "bare",
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "defaultClientScopes",
                List.of("basic", "profile"));
        realm.admin().post(realm.realm().adminPath("/clients"), client);

        Tokens tokens = Tokens.of(realm.grant("bare", person, Map.of()));

        assertThat(tokens.claims().path("preferred_username").asText()).isEqualTo(person);
        assertThat(tokens.claims().has("tenant_id")).isFalse();
    }

    @Test
    void pageSpeaksTheLanguageOfThePerson() {
        String person = realm.person();
        realm.tenantOf(person);
        realm.tenantOf(person);

        LoginBrowser browser = realm.browserOf(person, Map.of("ui_locales", "de"));

        assertThat(browser.page().select("html").attr("lang")).isEqualTo("de");
        assertThat(browser.page().text()).contains("In welchem Mandanten");
    }
}
