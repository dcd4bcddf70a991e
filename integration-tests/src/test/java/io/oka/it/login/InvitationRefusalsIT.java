package io.oka.it.login;

import static io.oka.it.login.InvitedPeople.addressOf;
import static io.oka.it.login.InvitedPeople.freshAddress;
import static io.oka.it.login.InvitedPeople.register;
import static io.oka.it.login.InvitedPeople.text;
import static io.oka.it.login.InvitedPeople.tokens;
import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.it.support.Tenants;
import io.oka.testing.Http;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links that lead nowhere: each says why, and changes nothing. */
@OkaServer
class InvitationRefusalsIT {

    private static final Map<String, String> JOIN = Map.of("accept", "true");

    private static Oka oka;
    private static InvitedPeople people;
    private static LoginRealm realm;

    @BeforeAll
    static void createRealm(Oka server) {
        oka = server;
        people = InvitedPeople.create(server, representation -> {
            representation.put("eventsEnabled", true);
            representation.put("internationalizationEnabled", true);
            representation.put("supportedLocales", List.of("en", "de"));
            representation.put("defaultLocale", "en");
        });
        realm = people.realm();
    }

    @AfterAll
    static void removeRealm() {
        people.close();
    }

    @BeforeEach
    void forgetEvents() {
        realm.admin().delete(realm.realm().adminPath("/events"));
    }

    @AfterEach
    void makeRoom() {
        realm.realm().operator().post("/oka/setup").send().expect(200);
        seats("");
    }

    @Test
    void usedTwice() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        LoginBrowser browser = accept(link, person);
        realm.removeMember(tenant, person);

        refused(browser.go(link), 410, "accepted already", "invitation_accepted");

        assertThat(people.role(tenant, addressOf(person))).isEmpty();
    }

    @Test
    void usedTwiceAtOnce() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        LoginBrowser first = realm.realm().browser().go(link).submit(Map.of("password", person));
        LoginBrowser second = realm.realm().browser().go(link).submit(Map.of("password", person));
        first.submit("#kc-invitation-form", JOIN);

        refused(second.submit("#kc-invitation-form", JOIN), 410, "accepted already", "invitation_accepted");
    }

    @Test
    void afterExpiry() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        oka.moveClock(Duration.ofDays(4));

        refused(realm.realm().browser().go(link), 410, "has expired", "invitation_expired");

        oka.moveClock(Duration.ofDays(400));
        LoginBrowser browser = realm.realm().browser().go(link);
        assertThat(browser.lastResponse().status()).isEqualTo(400);
        oka.moveClock(Duration.ZERO);
        assertThat(people.role(tenant, addressOf(person))).isEmpty();
    }

    @Test
    void revokedWhileThePageWasOpen() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String id = people.invite(tenant, addressOf(person), "member");
        LoginBrowser browser =
                realm.realm().browser().go(people.nextLink(addressOf(person))).submit(Map.of("password", person));
        revoke(tenant, id);

        refused(browser.submit("#kc-invitation-form", JOIN), 410, "withdrawn", "invitation_revoked");
        assertThat(people.role(tenant, addressOf(person))).isEmpty();
    }

    @Test
    void afterRevocation() {
        String address = freshAddress();
        Tenant tenant = realm.strangersTenant();
        String id = people.invite(tenant, address, "member");
        String link = people.nextLink(address);
        LoginBrowser registering = realm.realm().browser().go(link);
        revoke(tenant, id);

        refused(realm.realm().browser().go(link), 410, "withdrawn", "invitation_revoked");

        register(registering, Map.of());
        assertThat(page(registering)).isEqualTo("login-register");
        assertThat(registering.page().text()).contains("withdrawn");
        assertThat(realm.admin().get(realm.realm().adminPath("/users?email=" + Http.encode(address))))
                .as("the permission to register is gone too")
                .isEmpty();
    }

    @Test
    void ofAnEarlierMail() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String id = people.invite(tenant, addressOf(person), "member");
        String link = people.nextLink(addressOf(person));
        oka.moveClock(Duration.ofMinutes(2));
        realm.admin().post(realm.tenantPath(tenant, "/invitations/" + id + "/resend"), null);
        String newer = people.nextLink(addressOf(person));

        refused(realm.realm().browser().go(link), 410, "newer mail", "invitation_replaced");

        accept(newer, person);
        assertThat(people.role(tenant, addressOf(person))).isEqualTo("member");
    }

    @Test
    void byAnotherAccount() {
        String person = realm.person();
        String other = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        LoginBrowser browser = realm.browserOf(other, Map.of());

        refused(browser.go(link), 403, "signed in as " + other, "wrong_account");
        assertThat(text(browser))
                .contains("p…" + person.substring(person.length() - 1) + "@example.com")
                .doesNotContain(addressOf(person));
    }

    @Test
    void byAnotherAccountThatSignsOutAndTriesAgain() {
        String person = realm.person();
        String other = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        LoginBrowser browser = realm.browserOf(other, Map.of()).go(link);

        browser.submit("#kc-invitation-again-form", Map.of("again", "true"));
        assertThat(page(browser)).isEqualTo("login-login");
        assertThat(browser.page().select("#username").val()).isEqualTo(addressOf(person));
        browser.submit(Map.of("username", other, "password", other));
        refused(browser, 403, "signed in as " + other, "wrong_account");
        browser.submit("#kc-invitation-again-form", Map.of("again", "true"));
        browser.submit(Map.of("password", person)).submit("#kc-invitation-form", JOIN);

        assertThat(tenant(tokens(browser))).isEqualTo(tenant.name());
        assertThat(people.role(tenant, addressOf(other))).isEmpty();
    }

    @Test
    void newPersonAtABrowserOfAnotherMayRegisterThere() {
        String address = freshAddress();
        String other = realm.person();
        Tenant tenant = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(other, Map.of()).go(people.link(tenant, address, "member"));
        assertThat(text(browser)).contains("signed in as " + other);

        browser.submit("#kc-invitation-again-form", Map.of("again", "true"));
        assertThat(page(browser)).isEqualTo("login-register");
        register(browser, Map.of());

        assertThat(people.role(tenant, address)).isEqualTo("member");
    }

    @Test
    void acceptCannotBePostedForAnotherAccount() {
        String person = realm.person();
        String other = realm.person();
        Tenant tenant = realm.strangersTenant();
        LoginBrowser browser = realm.browserOf(other, Map.of()).go(people.link(tenant, addressOf(person), "member"));

        browser.submit("#kc-invitation-again-form", JOIN);

        assertThat(browser.lastResponse().status()).isEqualTo(403);
        assertThat(people.role(tenant, addressOf(other))).isEmpty();
        assertThat(people.role(tenant, addressOf(person))).isEmpty();
    }

    @Test
    void inAnotherRealm() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        try (TestRealm elsewhere = oka.realm().create()) {
            LoginBrowser browser =
                    elsewhere.browser().go(link.replace(realm.realm().name(), elsewhere.name()));

            assertThat(browser.lastResponse().status()).isEqualTo(400);
            assertThat(browser.page().text()).contains("This link is not valid here");
        }
    }

    @Test
    void damaged() {
        String link = people.link(realm.strangersTenant(), freshAddress(), "member");
        String signature = link.substring(link.lastIndexOf('.') + 1);

        LoginBrowser browser = realm.realm().browser().go(link.replace(signature, "A".repeat(signature.length())));

        assertThat(browser.lastResponse().status()).isEqualTo(400);
        assertThat(browser.page().text()).contains("This link is not valid here");
        assertThat(realm.realm()
                        .browser()
                        .go(link.substring(0, link.length() / 2))
                        .lastResponse()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void ofATenantThatIsSuspendedOrDeleted() {
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, freshAddress(), "member");
        realm.admin().post(realm.tenantPath(tenant, "/suspend"), null);
        refused(realm.realm().browser().go(link), 403, "suspended", "tenant_suspended");

        realm.admin().delete(realm.tenantPath(tenant, ""));

        refused(realm.realm().browser().go(link), 410, "no longer", "tenant_deleted");
    }

    @Test
    void ofATenantWithoutASeat() {
        String person = realm.person();
        String address = freshAddress();
        Tenant tenant = realm.strangersTenant();
        String link = people.link(tenant, addressOf(person), "member");
        String another = people.link(tenant, address, "member");
        seats("1");
        LoginBrowser browser = realm.realm().browser().go(link).submit(Map.of("password", person));

        refused(browser.submit("#kc-invitation-form", JOIN), 409, "no seat left", "member_limit_reached");
        LoginBrowser registering = register(realm.realm().browser().go(another), Map.of());
        assertThat(registering.page().text()).contains("no seat left");

        seats("2");
        accept(link, person);
        assertThat(people.role(tenant, addressOf(person))).isEqualTo("member");
    }

    @Test
    void whereOkaIsOff() {
        String link = people.link(realm.strangersTenant(), freshAddress(), "member");
        realm.realm().operator().delete("/oka/setup").send().expect(204);

        refused(realm.realm().browser().go(link), 404, "not in use", "invitations_off");
    }

    @Test
    void refusalsSpeakGermanToo() {
        String address = freshAddress();
        Tenant tenant = realm.strangersTenant();
        String id = people.invite(tenant, address, "member");
        String link = people.nextLink(address);
        revoke(tenant, id);

        String page = realm.http()
                .get(link)
                .header("Accept-Language", "de")
                .send()
                .expect(410)
                .text();

        assertThat(page)
                .contains("Diese Einladung wurde zurückgezogen")
                .as("a choice of languages would lose the link")
                .doesNotContain("login-select-toggle");
    }

    private static LoginBrowser accept(String link, String person) {
        return realm.realm()
                .browser()
                .go(link)
                .submit(Map.of("password", person))
                .submit("#kc-invitation-form", JOIN);
    }

    private static void refused(LoginBrowser browser, int status, String sentence, String error) {
        assertThat(browser.lastResponse().status()).isEqualTo(status);
        assertThat(page(browser)).isEqualTo("login-invitation-notice");
        assertThat(text(browser)).contains(sentence);
        JsonNode events = realm.admin().get(realm.realm().adminPath("/events"));
        assertThat(events.findValuesAsText("error")).contains(error);
        assertThat(events.toString()).as("the token stays out of the log").doesNotContain("eyJ");
    }

    private static void revoke(Tenant tenant, String id) {
        realm.admin().delete(realm.tenantPath(tenant, "/invitations/" + id));
    }

    private static void seats(String limit) {
        Tenants.limitSeats(realm.realm(), limit.isEmpty() ? null : Integer.valueOf(limit));
    }
}
