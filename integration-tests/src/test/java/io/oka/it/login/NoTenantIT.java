package io.oka.it.login;

import static io.oka.it.login.LoginRealm.OTHER;
import static io.oka.it.login.LoginRealm.WEB;
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

/** People who belong to no tenant, where that is refused, and where they make one of their own. */
@OkaServer
class NoTenantIT extends InLoginRealm {

    @Test
    void denyEndsAtAPageWithWaysOut() {
        realm.peopleWithoutTenant("deny");
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();

        LoginBrowser browser = realm.browserOf(person, Map.of());

        assertThat(browser.isBack()).isFalse();
        assertThat(page(browser)).isEqualTo("login-tenant-none");
        assertThat(browser.page().text()).contains("You do not belong to any tenant");
        assertThat(browser.page().select("#kc-tenant-other-account")).hasSize(1);

        browser.submit("#kc-tenant-retry-form", Map.of());
        assertThat(page(browser)).isEqualTo("login-tenant-none");

        realm.addMember(tenant, person, "member");
        browser.submit("#kc-tenant-retry-form", Map.of());
        assertThat(tenant(browser.tokens())).isEqualTo(tenant.name());
    }

    @Test
    void denyLetsAnotherAccountIn() {
        realm.peopleWithoutTenant("deny");
        String person = realm.person();
        String colleague = realm.person();
        Tenant ofColleague = realm.tenantOf(colleague);
        LoginBrowser browser = realm.browserOf(person, Map.of());

        browser.go(browser.page().select("#kc-tenant-other-account").attr("abs:href"));
        assertThat(page(browser)).isEqualTo("login-login");
        browser.submit(Map.of("username", colleague, "password", colleague));

        assertThat(tenant(browser.tokens())).isEqualTo(ofColleague.name());
    }

    @Test
    void denyHoldsInASilentLoginAndAfterARemoval() {
        realm.peopleWithoutTenant("deny");
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        LoginBrowser browser = realm.browserOf(person, Map.of());
        assertThat(tenant(browser.tokens())).isEqualTo(tenant.name());

        realm.removeMember(tenant, person);

        assertThat(browser.open(OTHER, Map.of("prompt", "none")).returned("code"))
                .isEmpty();
        browser.open(OTHER, Map.of());
        assertThat(page(browser)).isEqualTo("login-tenant-none");
    }

    @Test
    void denyCannotBeAnsweredWithAForm() {
        realm.peopleWithoutTenant("deny");
        String person = realm.person();
        Tenant foreign = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of());

        browser.submit("#kc-tenant-retry-form", Map.of("tenant", foreign.id()));
        assertThat(page(browser)).isEqualTo("login-tenant-none");
        browser.submit("#kc-tenant-retry-form", Map.of("name", "smuggled-" + foreign.name()));
        assertThat(page(browser)).isEqualTo("login-tenant-none");
    }

    @Test
    void createdTenantIsOwnedAndInTheToken() throws Exception {
        realm.peopleWithoutTenant("create");
        String person = realm.person();
        LoginBrowser browser = realm.browserOf(person, Map.of());
        assertThat(page(browser)).isEqualTo("login-tenant-create");
        String name = "new-" + person;

        Tokens tokens = browser.submit("#kc-tenant-create-form", Map.of("name", name, "displayName", "Wonder & Co"))
                .tokens();

        assertThat(tenant(tokens)).isEqualTo(name);
        assertThat(realm.verify(tokens).tenantRole()).isEqualTo("owner");
        JsonNode own = get(tokens, "/tenants/" + realm.verify(tokens).tenantId());
        assertThat(own.path("displayName").asText()).isEqualTo("Wonder & Co");
        assertThat(own.path("role").asText()).isEqualTo("owner");
    }

    @Test
    void changeLogSaysThatThePersonCreatedIt() throws Exception {
        realm.peopleWithoutTenant("create");
        String person = realm.person();
        Tokens tokens = realm.browserOf(person, Map.of())
                .submit("#kc-tenant-create-form", Map.of("name", "new-" + person))
                .tokens();

        JsonNode entries = get(tokens, "/tenants/" + realm.verify(tokens).tenantId() + "/audit")
                .path("items");

        assertThat(entries.findValuesAsText("type")).contains("tenant.created");
        for (JsonNode entry : entries) {
            assertThat(entry.path("actor").path("type").asText()).isEqualTo("user");
            assertThat(entry.path("actor").path("id").asText()).isEqualTo(realm.userId(person));
            assertThat(entry.path("actor").path("clientId").asText()).isEqualTo(WEB);
            assertThat(entry.path("actor").path("ipAddress").asText()).isNotEmpty();
        }
    }

    @Test
    void badOrTakenNameIsExplainedAndKept() {
        realm.peopleWithoutTenant("create");
        String person = realm.person();
        Tenant taken = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of());

        for (String bad : List.of("Bad Name", "a", "ä".repeat(3), "x".repeat(64), "<i>x</i>")) {
            browser.submit("#kc-tenant-create-form", Map.of("name", bad, "displayName", "<i>kept</i>"));

            assertThat(page(browser)).as(bad).isEqualTo("login-tenant-create");
            assertThat(browser.page().select("#input-error-name").text()).startsWith("2 to 63 of the characters");
            assertThat(browser.page().select("#tenant-name").val()).isEqualTo(bad);
            assertThat(browser.page().select("#tenant-display-name").val()).isEqualTo("<i>kept</i>");
        }
        browser.submit("#kc-tenant-create-form", Map.of("name", "nul\0nul"));
        assertThat(browser.page().select("#input-error-name").text()).startsWith("2 to 63 of the characters");

        browser.submit("#kc-tenant-create-form", Map.of("name", "good-name", "displayName", "d".repeat(256)));
        assertThat(browser.page().select("#input-error-displayName").text()).contains("At most 255 characters");

        browser.submit("#kc-tenant-create-form", Map.of("name", taken.name(), "displayName", ""));
        assertThat(page(browser)).isEqualTo("login-tenant-create");
        assertThat(browser.page().select("#input-error-name").text()).contains("Another tenant has this name.");

        browser.submit("#kc-tenant-create-form", Map.of("name", "new-" + person, "displayName", ""));
        assertThat(tenant(browser.tokens())).isEqualTo("new-" + person);
    }

    @Test
    void limitOfTenantsHoldsHereToo() {
        realm.peopleWithoutTenant("create");
        String person = realm.person();
        LoginBrowser browser = realm.browserOf(person, Map.of());
        String settings = realm.realm().adminPath("/oka/settings");
        realm.admin().patch(settings, Map.of("maxTenantsPerUser", 0));
        try {
            browser.submit("#kc-tenant-create-form", Map.of("name", "new-" + person));

            assertThat(page(browser)).isEqualTo("login-tenant-create");
            assertThat(browser.page().text()).contains("You own as many tenants as one person may.");
        } finally {
            realm.admin().patch(settings, Map.of("maxTenantsPerUser", 5));
        }
    }

    @Test
    void whoWasAddedMeanwhileNeedNotCreate() {
        realm.peopleWithoutTenant("create");
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of());

        realm.addMember(tenant, person, "member");
        browser.submit("#kc-tenant-create-form", Map.of("name", "new-" + person));

        assertThat(tenant(browser.tokens())).isEqualTo(tenant.name());
    }

    private static JsonNode get(Tokens tokens, String path) {
        return realm.http()
                .get(realm.realm().path(path))
                .bearer(tokens.access())
                .send()
                .expect(200)
                .json();
    }
}
