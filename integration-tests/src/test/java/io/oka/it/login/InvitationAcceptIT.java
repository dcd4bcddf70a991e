package io.oka.it.login;

import static io.oka.it.login.InvitedPeople.addressOf;
import static io.oka.it.login.InvitedPeople.freshAddress;
import static io.oka.it.login.InvitedPeople.register;
import static io.oka.it.login.InvitedPeople.text;
import static io.oka.it.login.InvitedPeople.tokens;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.Http;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the mail to a token with the tenant in it. */
@OkaServer
class InvitationAcceptIT {

    private static final Map<String, String> JOIN = Map.of("accept", "true");

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

    @AfterEach
    void everybodyMayRegisterAgain() {
        realm.realm().update(Map.of("registrationAllowed", true));
        realm.realm().setting("invitationClient", WEB);
        realm.peopleWithoutTenant("continue");
    }

    @Test
    void personWithAnAccountSignsInJoinsAndWorksInThatTenant() throws Exception {
        String person = realm.person();
        Tenant other = realm.tenantOf(person);
        Tenant tenant = realm.strangersTenant();
        realm.addMember(realm.strangersTenant(), person, "member");

        LoginBrowser browser = realm.realm().browser().go(people.link(tenant, addressOf(person), "admin"));
        assertThat(page(browser)).as("the mail alone logs nobody in").isEqualTo("login-login");
        assertThat(browser.page().select("#username").val()).isEqualTo(addressOf(person));
        browser.submit(Map.of("password", person));
        assertThat(page(browser)).isEqualTo("login-invitation-accept");
        assertThat(text(browser)).contains(tenant.name(), "Administrator");
        assertThat(people.role(tenant, addressOf(person)))
                .as("nobody has said yes")
                .isEmpty();
        browser.submit("#kc-invitation-form", JOIN);

        assertThat(browser.isBack()).as("no page asks which tenant").isTrue();
        for (String parameter : List.of("code", "session_state", "iss")) {
            assertThat(browser.returned(parameter))
                    .as("the application asked for no %s", parameter)
                    .isEmpty();
        }
        Tokens tokens = tokens(browser);
        assertThat(realm.verify(tokens).tenantId()).isEqualTo(tenant.id());
        assertThat(realm.verify(tokens).tenantRole()).isEqualTo("admin");
        assertThat(people.role(tenant, addressOf(person))).isEqualTo("admin");
        assertThat(tenant(realm.tokens(person, other))).isEqualTo(other.name());
    }

    @Test
    void newPersonRegistersWithTheInvitedAddressAndIsInTheTenant() throws Exception {
        String address = freshAddress();
        Tenant tenant = realm.strangersTenant();
        realm.realm().update(Map.of("registrationAllowed", false));
        realm.peopleWithoutTenant("deny");

        LoginBrowser browser = realm.realm().browser().go(people.link(tenant, address, "admin"));
        assertThat(page(browser)).isEqualTo("login-register");
        assertThat(browser.page().text()).contains(tenant.name());
        Element email = browser.page().select("#email").get(0);
        assertThat(email.val()).isEqualTo(address);
        assertThat(email.hasAttr("readonly")).isTrue();
        register(browser, Map.of());

        assertThat(browser.isBack()).as("registering was the answer").isTrue();
        Tokens tokens = tokens(browser);
        assertThat(realm.verify(tokens).tenantId()).isEqualTo(tenant.id());
        assertThat(realm.verify(tokens).tenantRole()).isEqualTo("admin");
        assertThat(user(address).path("emailVerified").asBoolean())
                .as("the link was mailed there")
                .isTrue();
    }

    @Test
    void newPersonCannotRegisterWithAnotherAddress() {
        String address = freshAddress();
        Tenant tenant = realm.strangersTenant();
        LoginBrowser browser = realm.realm().browser().go(people.link(tenant, address, "member"));
        String another = freshAddress();

        register(browser, Map.of("email", another));

        assertThat(page(browser)).isEqualTo("login-register");
        assertThat(browser.page().select("#input-error-email").text()).contains("address that was invited");
        assertThat(browser.page().select("#email").val()).isEqualTo(address);
        assertThat(users(another)).isEmpty();
        register(browser, Map.of());
        assertThat(people.role(tenant, address)).isEqualTo("member");
    }

    @Test
    void mistakesOnTheRegistrationPageCanBeMended() {
        String address = freshAddress();
        Tenant tenant = realm.strangersTenant();
        realm.realm().update(Map.of("registrationAllowed", false));
        LoginBrowser browser = realm.realm().browser().go(people.link(tenant, address, "member"));

        register(browser, Map.of("password-confirm", "other"));
        assertThat(page(browser)).isEqualTo("login-register");
        assertThat(browser.page().select("#input-error-password-confirm").text())
                .isNotEmpty();
        register(browser, Map.of());

        assertThat(people.role(tenant, address)).isEqualTo("member");
    }

    @Test
    void signedInPersonIsOnlyAsked() {
        String person = realm.person();
        Tenant mine = realm.tenantOf(person);
        Tenant tenant = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(person, Map.of());
        assertThat(tenant(browser.tokens())).isEqualTo(mine.name());

        browser.go(people.link(tenant, addressOf(person), "member"));
        assertThat(page(browser)).isEqualTo("login-invitation-accept");
        browser.submit("#kc-invitation-form", JOIN);

        assertThat(tenant(tokens(browser))).isEqualTo(tenant.name());
    }

    @Test
    void lookingAtTheLinkUsesNothingUp() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        realm.http().request("HEAD", link).send().expect(200);
        for (int i = 0; i < 3; i++) {
            realm.realm().browser().go(link);
        }

        LoginBrowser browser = realm.realm().browser().go(link).submit(Map.of("password", person));
        browser.go(link);
        assertThat(page(browser)).as("opened again on the way").isEqualTo("login-login");
        browser.submit(Map.of("password", person)).submit("#kc-invitation-form", JOIN);

        assertThat(people.role(tenant, addressOf(person))).isEqualTo("member");
    }

    @Test
    void whatPeopleMustDoAboutThemselvesComesFirst() {
        String person = realm.person();
        realm.admin()
                .put(
                        realm.realm().adminPath("/users/" + realm.userId(person)),
                        Map.of("requiredActions", List.of("UPDATE_PASSWORD")));
        Tenant tenant = realm.strangersTenant();

        LoginBrowser browser = realm.realm()
                .browser()
                .go(people.link(tenant, addressOf(person), "member"))
                .submit(Map.of("password", person));
        assertThat(page(browser)).isEqualTo("login-login-update-password");
        browser.submit("#kc-passwd-update-form", Map.of("password-new", "new", "password-confirm", "new"));
        assertThat(page(browser)).isEqualTo("login-invitation-accept");
        browser.submit("#kc-invitation-form", JOIN);

        assertThat(tenant(tokens(browser))).isEqualTo(tenant.name());
    }

    @Test
    void personOfNoTenantWhomTheFlowDeniesMayAcceptAllTheSame() {
        String person = realm.person();
        realm.peopleWithoutTenant("deny");
        Tenant tenant = realm.strangersTenant();

        LoginBrowser browser = realm.realm()
                .browser()
                .go(people.link(tenant, addressOf(person), "member"))
                .submit(Map.of("password", person))
                .submit("#kc-invitation-form", JOIN);

        assertThat(tenant(tokens(browser))).isEqualTo(tenant.name());
    }

    @Test
    void personWhoDeclinesIsNoMemberAndMayStillChangeTheirMind() {
        String person = realm.person();
        realm.peopleWithoutTenant("deny");
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        LoginBrowser browser = realm.realm().browser().go(link).submit(Map.of("password", person));

        browser.submit("#kc-invitation-form", Map.of("decline", "true"));

        assertThat(page(browser)).isEqualTo("login-invitation-notice");
        assertThat(browser.lastResponse().status()).isEqualTo(200);
        assertThat(text(browser)).contains("You have not joined " + tenant.name());
        assertThat(browser.page().select("#backToApplication").attr("href")).isEqualTo(TestRealm.REDIRECT);
        assertThat(people.role(tenant, addressOf(person))).isEmpty();
        assertThat(browser.open(WEB, Map.of()).isBack())
                .as("declining is no way past the flow")
                .isFalse();
        realm.realm().browser().go(link).submit(Map.of("password", person)).submit("#kc-invitation-form", JOIN);
        assertThat(people.role(tenant, addressOf(person))).isEqualTo("member");
    }

    @Test
    void memberIsToldSoAndKeepsTheHigherRole() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        realm.addMember(tenant, person, "admin");

        LoginBrowser browser = realm.realm().browser().go(link).submit(Map.of("password", person));
        assertThat(text(browser)).contains("You already belong to " + tenant.name(), "Administrator");
        assertThat(browser.page().select("[name=decline]")).isEmpty();
        browser.submit("#kc-invitation-form", JOIN);

        assertThat(tenant(tokens(browser))).isEqualTo(tenant.name());
        assertThat(people.role(tenant, addressOf(person))).isEqualTo("admin");
    }

    @Test
    void realmWithoutAnApplicationEndsWithAWelcome() {
        String person = realm.person();
        realm.realm().setting("invitationClient", "no-such-client");
        Tenant tenant = realm.strangersTenant();

        LoginBrowser browser = realm.realm()
                .browser()
                .go(people.link(tenant, addressOf(person), "member"))
                .submit(Map.of("password", person))
                .submit("#kc-invitation-form", JOIN);

        assertThat(page(browser)).isEqualTo("login-invitation-notice");
        assertThat(text(browser)).contains("You have joined " + tenant.name());
        assertThat(people.role(tenant, addressOf(person))).isEqualTo("member");
    }

    @Test
    void displayNameOfATenantIsNoMarkup() {
        String owner = realm.person();
        Tenant tenant = realm.tenantOf(owner, "<a href=\"https://evil.example\">click</a> & Sons");

        LoginBrowser browser = realm.realm().browser().go(people.link(tenant, freshAddress(), "member"));

        assertThat(browser.page().select("a[href*=evil]")).isEmpty();
        assertThat(browser.page().text()).contains("& Sons");
    }

    private static JsonNode user(String email) {
        return users(email).path(0);
    }

    private static JsonNode users(String email) {
        return realm.admin().get(realm.realm().adminPath("/users?exact=true&email=" + Http.encode(email)));
    }
}
