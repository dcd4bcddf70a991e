package io.oka.it.login;

import static io.oka.it.login.InvitedPeople.freshAddress;
import static io.oka.it.login.InvitedPeople.register;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.page;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.it.support.Tenants;
import io.oka.testing.Http;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registration that makes the first tenant. */
@OkaServer
class TenantRegistrationIT {

    private static InvitedPeople people;
    private static LoginRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        people = InvitedPeople.create(oka);
        realm = people.realm();
    }

    @AfterAll
    static void removeRealm() {
        people.close();
    }

    @BeforeEach
    void askForTenants() {
        realm.firstTenant("REQUIRED");
        realm.realm().setting("maxTenantsPerUser", null);
    }

    @Test
    void nothingIsAskedUntilAnOperatorWantsIt() {
        realm.firstTenant("DISABLED");
        LoginBrowser browser = registration();
        assertThat(browser.page().select("#tenantName")).isEmpty();

        register(browser, Map.of("email", freshAddress()));

        assertThat(browser.tokens().claims().has("tenant_id")).isFalse();
    }

    @Test
    void whoeverRegistersOwnsTheTenant() throws Exception {
        String name = Tenants.freshName();
        LoginBrowser browser = registration();
        assertThat(browser.page().select("#tenantName, #tenantDisplayName")).hasSize(2);

        register(
                browser, Map.of("email", freshAddress(), "tenantName", name, "tenantDisplayName", "Wonderland & Sons"));

        Tokens tokens = browser.tokens();
        assertThat(realm.verify(tokens).tenantRole()).isEqualTo("owner");
        assertThat(LoginRealm.tenant(tokens)).isEqualTo(name);
        JsonNode made = realm.admin()
                .get(realm.realm().adminPath("/tenants?search=" + name))
                .path(0);
        assertThat(made.path("displayName").asText()).isEqualTo("Wonderland & Sons");
    }

    @Test
    void namesThatCannotBeAreSaidToBeSoAndNobodyIsMade() {
        Tenant taken = realm.strangersTenant();
        String address = freshAddress();
        LoginBrowser browser = registration();

        register(browser, Map.of("email", address, "tenantName", "Not Good"));
        assertThat(page(browser)).isEqualTo("login-register");
        assertThat(browser.page().select("#input-error-tenantName").text()).startsWith("2 to 63 of the characters");
        assertThat(browser.page().select("#tenantName").val())
                .as("what was entered")
                .isEqualTo("Not Good");
        register(browser, Map.of("email", address, "tenantName", taken.name()));
        assertThat(browser.page().select("#input-error-tenantName").text()).contains("Another tenant has this name");
        register(browser, Map.of("email", address, "tenantName", ""));
        assertThat(browser.page().select("#input-error-tenantName").text()).isNotEmpty();
        assertThat(users(address)).isEmpty();

        register(browser, Map.of("email", address, "tenantName", Tenants.freshName()));
        assertThat(browser.isBack()).isTrue();
    }

    @Test
    void noTenantIsMadeWhereTheRestOfTheFormIsWrong() {
        String name = Tenants.freshName();
        LoginBrowser browser = registration();

        register(browser, Map.of("email", freshAddress(), "tenantName", name, "password-confirm", "other"));

        assertThat(page(browser)).isEqualTo("login-register");
        assertThat(realm.admin().get(realm.realm().adminPath("/tenants?search=" + name)))
                .isEmpty();
    }

    @Test
    void wherePeopleMayOwnNoTenantNobodyIsMade() {
        realm.realm().setting("maxTenantsPerUser", 0);
        String address = freshAddress();
        LoginBrowser browser = registration();

        register(browser, Map.of("email", address, "tenantName", Tenants.freshName()));

        assertThat(browser.page().text()).contains("as many tenants as one person may");
        assertThat(users(address)).isEmpty();
    }

    @Test
    void tenantMayBeLeftOutWhereItIsNotMandatory() {
        mandatory("false");
        try {
            LoginBrowser browser = registration();
            assertThat(browser.page().text()).contains("Tenant name (optional)");

            register(browser, Map.of("email", freshAddress(), "tenantName", "", "tenantDisplayName", ""));

            assertThat(browser.tokens().claims().has("tenant_id")).isFalse();
        } finally {
            mandatory("true");
        }
    }

    @Test
    void invitedPersonJoinsTheInvitingTenantAndIsNotAskedForOne() {
        String address = freshAddress();
        Tenant tenant = realm.strangersTenant();
        LoginBrowser browser = realm.realm().browser().go(people.link(tenant, address, "member"));
        assertThat(page(browser)).isEqualTo("login-register");
        assertThat(browser.page().select("#tenantName")).isEmpty();

        register(browser, Map.of());

        assertThat(LoginRealm.tenant(InvitedPeople.tokens(browser))).isEqualTo(tenant.name());
    }

    private static LoginBrowser registration() {
        LoginBrowser browser = realm.realm().browser().open(WEB, Map.of("prompt", "create"));
        assertThat(page(browser)).isEqualTo("login-register");
        return browser;
    }

    private static JsonNode users(String email) {
        return realm.admin().get(realm.realm().adminPath("/users?email=" + Http.encode(email)));
    }

    private static void mandatory(String value) {
        JsonNode execution = realm.firstTenantStep();
        Map<String, Object> config = Map.of("alias", "first tenant " + value, "config", Map.of("mandatory", value));
        if (execution.hasNonNull("authenticationConfig")) {
            realm.admin()
                    .put(
                            realm.realm()
                                    .adminPath("/authentication/config/"
                                            + execution
                                                    .path("authenticationConfig")
                                                    .asText()),
                            config);
        } else {
            realm.admin()
                    .post(
                            realm.realm()
                                    .adminPath("/authentication/executions/"
                                            + execution.path("id").asText() + "/config"),
                            config);
        }
    }
}
