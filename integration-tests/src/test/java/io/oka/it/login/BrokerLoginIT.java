package io.oka.it.login;

import static io.oka.it.login.LoginRealm.OTHER;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Logins that never come back to the browser flow, by way of an identity provider or a registration: they get their
 * tenant all the same.
 */
@OkaServer
class BrokerLoginIT {

    private static final String PROVIDER = "up";

    private static LoginRealm realm;
    private static TestRealm provider;

    @BeforeAll
    static void createRealms(Oka oka) {
        realm = LoginRealm.create(oka);
        provider = oka.realm()
                .client(Map.of("clientId", "broker", "secret", "broker-secret", "redirectUris", List.of("*")))
                .withoutSetup()
                .create();
        String endpoints = provider.issuer() + "/protocol/openid-connect";
        realm.admin()
                .post(
                        realm.realm().adminPath("/identity-provider/instances"),
                        Map.of(
                                "alias",
                                PROVIDER,
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "trustEmail",
                                true,
                                "config",
                                Map.of(
                                        "clientId", "broker",
                                        "clientSecret", "broker-secret",
                                        "clientAuthMethod", "client_secret_post",
                                        "authorizationUrl", endpoints + "/auth",
                                        "tokenUrl", endpoints + "/token",
                                        "jwksUrl", endpoints + "/certs",
                                        "useJwksUrl", "true",
                                        "issuer", provider.issuer(),
                                        "defaultScope", "openid profile email",
                                        "syncMode", "IMPORT")));
    }

    @AfterAll
    static void removeRealms() {
        realm.close();
        provider.close();
    }

    @AfterEach
    void peopleWithoutTenantGoOn() {
        realm.peopleWithoutTenant("continue");
    }

    @Test
    void personOfAnIdentityProviderGetsTheTenantToo() throws Exception {
        String person = personElsewhere();
        assertThat(brokered(person, Map.of()).tokens().claims().has("tenant_id"))
                .as("of no tenant yet")
                .isFalse();
        Tenant first = realm.strangersTenant();
        realm.addMember(first, person, "member");
        assertThat(tenant(brokered(person, Map.of()).tokens())).isEqualTo(first.name());

        Tenant second = realm.strangersTenant();
        realm.addMember(second, person, "admin");
        LoginBrowser browser = brokered(person, Map.of());
        assertThat(page(browser)).isEqualTo("login-tenant-select");
        browser.submit(
                "#kc-tenant-select-form",
                Map.of("tenant", realm.strangersTenant().id()));
        assertThat(page(browser)).isEqualTo("login-tenant-select");
        browser.submit("#kc-tenant-select-form", Map.of("tenant", second.id()));

        assertThat(realm.verify(browser.tokens()).tenantId()).isEqualTo(second.id());
        assertThat(tenant(browser.open(OTHER, Map.of()).tokens())).isEqualTo(second.name());
        assertThat(tenant(brokered(person, Map.of("tenant_hint", first.name())).tokens()))
                .isEqualTo(first.name());
    }

    @Test
    void denyHoldsForPeopleOfAnIdentityProvider() {
        realm.peopleWithoutTenant("deny");

        LoginBrowser browser = brokered(personElsewhere(), Map.of());

        assertThat(page(browser)).isEqualTo("login-tenant-none");
        browser.submit("#kc-tenant-retry-form", Map.of());
        assertThat(page(browser)).isEqualTo("login-tenant-none");
    }

    @Test
    void denyHoldsForWhoeverRegisters() {
        realm.peopleWithoutTenant("deny");

        LoginBrowser browser = registered("denied-person");

        assertThat(browser.isBack()).isFalse();
        assertThat(page(browser)).isEqualTo("login-tenant-none");
    }

    @Test
    void whoeverRegistersCreatesTheFirstTenant() throws Exception {
        realm.peopleWithoutTenant("create");

        LoginBrowser browser = registered("founding-person");
        assertThat(page(browser)).isEqualTo("login-tenant-create");
        browser.submit("#kc-tenant-create-form", Map.of("name", "Bad Name"));
        assertThat(page(browser)).isEqualTo("login-tenant-create");
        browser.submit("#kc-tenant-create-form", Map.of("name", "founded"));

        Tokens tokens = browser.tokens();
        assertThat(tenant(tokens)).isEqualTo("founded");
        assertThat(realm.verify(tokens).tenantRole()).isEqualTo("owner");
    }

    /** Of the provider, and of that name here once the first login has made the account. */
    private static String personElsewhere() {
        String name = "z-" + UUID.randomUUID();
        provider.addUser(name);
        return name;
    }

    private static LoginBrowser brokered(String person, Map<String, String> more) {
        Map<String, String> parameters = new LinkedHashMap<>(more);
        parameters.put("kc_idp_hint", PROVIDER);
        return realm.realm().browser().open(WEB, parameters).submit(Map.of("username", person, "password", person));
    }

    private static LoginBrowser registered(String person) {
        LoginBrowser browser = realm.realm().browser().open(WEB, Map.of());
        browser.go(browser.page().select("a[href*=registration]").attr("abs:href"));
        return browser.submit(
                "#kc-register-form",
                Map.of(
                        "username",
                        person,
                        "password",
                        person,
                        "password-confirm",
                        person,
                        "email",
                        person + "@example.com",
                        "firstName",
                        "Ada",
                        "lastName",
                        "Test"));
    }
}
