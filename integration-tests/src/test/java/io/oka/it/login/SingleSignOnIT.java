package io.oka.it.login;

import static io.oka.it.login.LoginRealm.LIGHT;
import static io.oka.it.login.LoginRealm.OTHER;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.OkaServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several clients in one login: whose choice holds for whom. */
@OkaServer
class SingleSignOnIT extends InLoginRealm {

    @Test
    void otherClientTakesTheLoginsFirstChoiceWithoutAPage() {
        String person = realm.person();
        realm.tenantOf(person);
        Tenant chosen = realm.tenantOf(person);
        LoginBrowser browser =
                realm.browserOf(person, Map.of()).submit("#kc-tenant-select-form", Map.of("tenant", chosen.id()));
        assertThat(tenant(browser.tokens())).isEqualTo(chosen.name());

        browser.open(OTHER, Map.of());

        assertThat(browser.isBack()).isTrue();
        assertThat(tenant(browser.tokens())).isEqualTo(chosen.name());
    }

    @Test
    void hintBeatsTheLoginsFirstChoiceForItsOwnClientOnly() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant hinted = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));
        assertThat(tenant(browser.tokens())).isEqualTo(first.name());

        assertThat(tenant(browser.open(OTHER, Map.of("tenant_hint", hinted.name()))
                        .tokens()))
                .isEqualTo(hinted.name());
        assertThat(tenant(browser.open(OTHER, Map.of()).tokens()))
                .as("the client stays with its own choice")
                .isEqualTo(hinted.name());
        assertThat(tenant(browser.open(WEB, Map.of()).tokens())).isEqualTo(first.name());
        assertThat(tenant(browser.open(LIGHT, Map.of()).tokens()))
                .as("a third client takes the first choice")
                .isEqualTo(first.name());
    }

    @Test
    void hintThatMissesAsks() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));

        browser.open(WEB, Map.of("tenant_hint", foreign.name()));

        assertThat(page(browser)).isEqualTo("login-tenant-select");
        assertThat(browser.page().text()).contains("You are not a member of the tenant that was asked for.");
        assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", second.id()))
                        .tokens()))
                .isEqualTo(second.name());
    }

    @Test
    void silentLoginGetsACodeWhereTheChoiceHolds() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));

        assertThat(tenant(browser.open(WEB, Map.of("prompt", "none")).tokens())).isEqualTo(first.name());
        assertThat(tenant(browser.open(OTHER, Map.of("prompt", "none", "tenant_hint", second.id()))
                        .tokens()))
                .isEqualTo(second.name());
    }

    @Test
    void silentLoginThatWouldHaveToAskIsRefused() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));

        browser.open(WEB, Map.of("prompt", "none", "tenant_hint", foreign.id()));

        assertThat(browser.returned("error")).isEqualTo("login_required");
        assertThat(browser.returned("code")).isEmpty();
    }

    @Test
    void whoWantsToBeAskedIsAsked() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));

        browser.open(WEB, Map.of("prompt", "select_account"));

        assertThat(page(browser)).isEqualTo("login-tenant-select");
        assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", second.id()))
                        .tokens()))
                .isEqualTo(second.name());
    }

    @Test
    void newPasswordIsNoNewChoice() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));

        browser.open(WEB, Map.of("prompt", "login"));
        assertThat(page(browser)).isEqualTo("login-login");
        browser.submit(Map.of("password", person));

        assertThat(tenant(browser.tokens())).isEqualTo(first.name());
    }

    @Test
    void choiceThatNoLongerHoldsIsMadeAnew() {
        String person = realm.person();
        Tenant left = realm.strangersTenant();
        realm.addMember(left, person, "member");
        Tenant own = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", left.id()));
        assertThat(tenant(browser.tokens())).isEqualTo(left.name());

        realm.removeMember(left, person);

        assertThat(tenant(browser.open(WEB, Map.of()).tokens())).isEqualTo(own.name());
        assertThat(tenant(browser.open(OTHER, Map.of()).tokens())).isEqualTo(own.name());
    }

    @Test
    void anotherPersonAtTheSameBrowserInheritsNothing() {
        String person = realm.person();
        Tenant shared = realm.tenantOf(person);
        String next = realm.person();
        realm.addMember(shared, next, "member");
        Tenant own = realm.tenantOf(next);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", shared.id()));
        String idToken = browser.tokens().id();

        browser.go(realm.realm().issuer() + "/protocol/openid-connect/logout?id_token_hint=" + idToken);
        browser.open(WEB, Map.of()).submit(Map.of("username", next, "password", next));

        assertThat(page(browser)).isEqualTo("login-tenant-select");
        assertThat(tenant(browser.submit("#kc-tenant-select-form", Map.of("tenant", own.id()))
                        .tokens()))
                .isEqualTo(own.name());
    }
}
