package io.oka.it.login;

import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.OkaServer;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of choices: what it shows, and what a browser may send back. */
@OkaServer
class TenantSelectIT extends InLoginRealm {

    @Test
    void whatIsNotOneOfTheirsLeadsBackToThePage() {
        String person = realm.person();
        Tenant own = realm.tenantOf(person);
        realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of());

        for (String posted : List.of(
                foreign.id(), foreign.name(), "00000000-0000-0000-0000-000000000000", "a\0b", "", "x".repeat(5000))) {
            browser.submit("#kc-tenant-select-form", Map.of("tenant", posted));

            assertThat(page(browser)).as(posted).isEqualTo("login-tenant-select");
            assertThat(browser.lastResponse().status()).isEqualTo(200);
            assertThat(browser.page().text()).doesNotContain(foreign.name());
        }
        browser.submit("#kc-tenant-select-form", Map.of());
        assertThat(page(browser)).isEqualTo("login-tenant-select");

        Tokens tokens = browser.submit("#kc-tenant-select-form", Map.of("tenant", own.id()))
                .tokens();
        assertThat(tenant(tokens)).isEqualTo(own.name());
    }

    @Test
    void refusedChoiceIsExplainedAndTellsNothing() {
        String person = realm.person();
        realm.tenantOf(person);
        realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of());

        String ofForeign = shownAfter(browser, foreign.id());
        String ofUnknown = shownAfter(browser, "00000000-0000-0000-0000-000000000000");

        assertThat(ofForeign).contains("You are not a member of that tenant.").isEqualTo(ofUnknown);
    }

    private static String shownAfter(LoginBrowser browser, String posted) {
        return browser.submit("#kc-tenant-select-form", Map.of("tenant", posted))
                .page()
                .text();
    }

    @Test
    void membershipThatEndedWhileThePageWasOpenIsNoChoice() {
        String person = realm.person();
        Tenant left = realm.strangersTenant();
        realm.addMember(left, person, "member");
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of());

        realm.removeMember(left, person);
        browser.submit("#kc-tenant-select-form", Map.of("tenant", left.id()));

        assertThat(page(browser)).isEqualTo("login-tenant-select");
        assertThat(browser.page().select("button[name=tenant]").eachAttr("value"))
                .hasSize(2)
                .contains(first.id());
    }

    @Test
    void hostileDisplayNameIsText() {
        String hostile = "<script>alert(1)</script> \"Acme\" & Söhne ${7*7} 'x'";
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person, hostile);
        realm.tenantOf(person, "{0} <b>bold</b>");

        LoginBrowser browser = realm.browserOf(person, Map.of());

        assertThat(browser.page()
                        .select("#tenant-" + tenant.id() + " .oka-tenant-name")
                        .text())
                .isEqualTo(hostile);
        assertThat(browser.page().select("#kc-tenant-select-form script, #kc-tenant-select-form b"))
                .isEmpty();
        assertThat(browser.lastResponse().text()).doesNotContain("<script>alert");
        // The display name is for people; the token carries the name.
        assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", tenant.id()))
                        .tokens()))
                .isEqualTo(tenant.name());
    }

    @Test
    void roleAndNameStandBesideTheDisplayName() {
        String person = realm.person();
        Tenant own = realm.tenantOf(person, "Acme Inc.");
        Tenant joined = realm.strangersTenant();
        realm.addMember(joined, person, "member");

        LoginBrowser browser = realm.browserOf(person, Map.of());

        assertThat(browser.page().select("#tenant-" + own.id()).text()).contains("Acme Inc.", own.name(), "Owner");
        assertThat(browser.page().select("#tenant-" + joined.id()).text()).contains(joined.name(), "Member");
    }

    @Test
    void suspendedTenantIsMarkedAndMayBeChosen() {
        String person = realm.person();
        Tenant suspended = realm.tenantOf(person);
        Tenant other = realm.tenantOf(person);
        realm.admin().post(realm.tenantPath(suspended, "/suspend"), null);

        LoginBrowser browser = realm.browserOf(person, Map.of());

        assertThat(browser.page().select("#tenant-" + suspended.id()).text()).contains("suspended");
        assertThat(browser.page().select("#tenant-" + other.id()).text()).doesNotContain("suspended");
        assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", suspended.id()))
                        .tokens()))
                .isEqualTo(suspended.name());
    }

    @Test
    void moreThanTwentyTenantsGetAFilter() {
        String person = realm.person();
        for (int i = 0; i < 20; i++) {
            realm.tenantOf(person);
        }

        LoginBrowser browser = realm.browserOf(person, Map.of());
        assertThat(browser.page().select("button[name=tenant]")).hasSize(20);
        assertThat(browser.page().select("#oka-tenant-filter")).isEmpty();

        Tenant last = realm.tenantOf(person);
        browser = realm.browserOf(person, Map.of());
        assertThat(browser.page().select("button[name=tenant]")).hasSize(21);
        assertThat(browser.page().select("#oka-tenant-filter")).hasSize(1);
        assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", last.id()))
                        .tokens()))
                .isEqualTo(last.name());
    }

    @Test
    void styleAndScriptOfThePageAreServed() {
        String person = realm.person();
        realm.tenantOf(person);
        realm.tenantOf(person);

        LoginBrowser browser = realm.browserOf(person, Map.of());
        String style = browser.page().select("link[href$=oka-tenants.css]").attr("abs:href");

        assertThat(realm.http().request("GET", style).send().expect(200).text()).contains(".oka-tenant");
        String script = style.replace("css/oka-tenants.css", "js/oka-tenant-filter.js");
        assertThat(realm.http().request("GET", script).send().expect(200).text())
                .contains("oka-tenant-filter");
    }

    @Test
    void anotherAccountMayBeUsedInstead() {
        String person = realm.person();
        realm.tenantOf(person);
        realm.tenantOf(person);
        String colleague = realm.person();
        Tenant ofColleague = realm.tenantOf(colleague);
        LoginBrowser browser = realm.browserOf(person, Map.of());

        browser.go(browser.page().select("#kc-tenant-other-account").attr("abs:href"));
        browser.submit(Map.of("username", colleague, "password", colleague));

        assertThat(tenant(browser.tokens())).isEqualTo(ofColleague.name());
    }

    @Test
    void pageHoldsInTheOldThemeToo() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        Map<String, Object> oldTheme = Map.of("loginTheme", "keycloak");
        realm.admin().put(realm.realm().adminPath(""), oldTheme);
        try {
            LoginBrowser browser = realm.browserOf(person, Map.of());

            assertThat(browser.page().text()).contains("Which tenant do you want to work in?");
            assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", first.id()))
                            .tokens()))
                    .isEqualTo(first.name());
        } finally {
            realm.admin().put(realm.realm().adminPath(""), Map.of("loginTheme", ""));
        }
    }
}
