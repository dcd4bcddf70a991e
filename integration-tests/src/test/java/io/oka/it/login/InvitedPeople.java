package io.oka.it.login;

import static io.oka.it.login.LoginRealm.WEB;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.it.support.Inbox;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** A realm that invites people to its tenants and sends them on to {@link LoginRealm#WEB}, and their mail. */
final class InvitedPeople implements AutoCloseable {

    private final LoginRealm realm;
    private final Inbox inbox;
    private final Map<String, Integer> mailed = new HashMap<>();

    private InvitedPeople(LoginRealm realm) {
        this.realm = realm;
        this.inbox = Inbox.of(realm.realm());
        application(WEB, TestRealm.REDIRECT);
        realm.realm().setting("invitationClient", WEB);
    }

    static InvitedPeople create(Oka oka) {
        return create(oka, representation -> {});
    }

    static InvitedPeople create(Oka oka, Consumer<Map<String, Object>> change) {
        return new InvitedPeople(LoginRealm.create(oka, change));
    }

    LoginRealm realm() {
        return realm;
    }

    Inbox inbox() {
        return inbox;
    }

    /** An address that nobody has registered with. */
    static String freshAddress() {
        return "new-" + UUID.randomUUID() + "@example.com";
    }

    static String addressOf(String username) {
        return username + "@example.com";
    }

    /** The link of the mail to this address; the invitation is made by the operator. */
    String link(Tenant tenant, String email, String role) {
        invite(tenant, email, role);
        return nextLink(email);
    }

    /** Invites and returns the invitation's id. */
    String invite(Tenant tenant, String email, String role) {
        return realm.admin()
                .post(realm.tenantPath(tenant, "/invitations"), Map.of("email", email, "role", role))
                .id();
    }

    /** The link of the mail that came after those that were read. */
    String nextLink(String email) {
        int count = mailed.merge(email, 1, Integer::sum);
        return inbox.await(email, count).link();
    }

    /** Where the login leaves people of this client. */
    void application(String client, String baseUrl) {
        JsonNode found = realm.admin()
                .get(realm.realm().adminPath("/clients?clientId=" + client))
                .path(0);
        ObjectNode changed = found.deepCopy();
        changed.put("baseUrl", baseUrl);
        realm.admin().put(realm.realm().adminPath("/clients/" + found.path("id").asText()), changed);
    }

    /** The role of this person in the tenant; empty for none. */
    String role(Tenant tenant, String email) {
        for (JsonNode member : realm.admin().get(realm.tenantPath(tenant, "/members?max=100"))) {
            if (member.path("email").asText().equals(email)) {
                return member.path("role").asText();
            }
        }
        return "";
    }

    /** What the application gets once the browser is there: the login is found, and nobody is asked. */
    static Tokens tokens(LoginBrowser browser) {
        return browser.open(WEB, Map.of()).tokens();
    }

    /** What the page of the invitation says. */
    static String text(LoginBrowser browser) {
        return browser.page()
                .select("#oka-invitation-text, #oka-invitation-prompt")
                .text();
    }

    /** Fills in the registration page, whose address is given. */
    static LoginBrowser register(LoginBrowser browser, Map<String, String> more) {
        String username = "u-" + UUID.randomUUID();
        Map<String, String> fields = new HashMap<>(Map.of(
                "username",
                username,
                "firstName",
                "Nina",
                "lastName",
                "New",
                "password",
                "pw",
                "password-confirm",
                "pw"));
        fields.putAll(more);
        return browser.submit("#kc-register-form", fields);
    }

    @Override
    public void close() {
        inbox.close();
        realm.close();
    }
}
