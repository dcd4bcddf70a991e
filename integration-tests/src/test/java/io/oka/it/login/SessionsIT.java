package io.oka.it.login;

import static io.oka.it.login.LoginRealm.BACKEND;
import static io.oka.it.login.LoginRealm.OTHER;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.support.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people have open of which service in a tenant, and how it ends. */
@OkaServer
class SessionsIT extends InLoginRealm {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    @Test
    void sessionTellsServiceDeviceAddressAndTimes() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens tokens = Tokens.of(realm.http()
                .post(realm.realm().path("/protocol/openid-connect/token"))
                .header("User-Agent", FIREFOX)
                .form(Map.of("grant_type", "password", "client_id", WEB, "username", person, "password", person))
                .send());

        JsonNode session = list(tokens, tenant, "").json().path(0);

        List<String> names = new ArrayList<>();
        session.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "id", "userId", "service", "deviceInfo", "ipAddress", "startedAt", "lastAccessAt", "expiresAt");
        assertThat(UUID.fromString(session.path("id").asText()))
                .hasToString(session.path("id").asText());
        assertThat(session.path("userId").asText()).isEqualTo(realm.userId(person));
        assertThat(session.path("service").asText()).isEqualTo(WEB);
        assertThat(session.path("deviceInfo").asText())
                .startsWith("Firefox/128.0")
                .contains("Linux");
        assertThat(session.path("ipAddress").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        Instant started = Instant.parse(session.path("startedAt").asText());
        Instant used = Instant.parse(session.path("lastAccessAt").asText());
        assertThat(used).isAfterOrEqualTo(started);
        assertThat(Instant.parse(session.path("expiresAt").asText())).isAfter(used);
    }

    @Test
    void membersSeeTheirOwnAndAdminsEverybodys() {
        String owner = realm.person();
        String member = realm.person();
        Tenant tenant = realm.tenantOf(owner);
        realm.addMember(tenant, member, "member");
        Tokens owners = realm.tokens(owner, tenant);
        Tokens members = realm.tokens(member, tenant);
        Tokens membersOther = Tokens.of(realm.grant(OTHER, member, Map.of("tenant_hint", tenant.id())));

        assertThat(users(list(members, tenant, "")))
                .containsOnly(realm.userId(member))
                .hasSize(2);
        assertThat(users(list(members, tenant, "?userId=" + realm.userId(member))))
                .hasSize(2);
        assertProblem(list(members, tenant, "?userId=" + realm.userId(owner)), 403, "insufficient_role");
        assertThat(users(list(owners, tenant, ""))).hasSize(3);
        assertThat(users(list(owners, tenant, "?userId=" + realm.userId(member))))
                .hasSize(2);
        assertThat(services(list(owners, tenant, "?service=" + OTHER))).containsExactly(OTHER);
        assertThat(services(list(owners, tenant, "?service=none"))).isEmpty();
        Response page = list(owners, tenant, "?first=1&max=1");
        assertThat(page.json()).hasSize(1);
        assertThat(page.header("X-Total-Count")).hasValue("3");
        assertProblem(list(realm.tokens(realm.person(), tenant), tenant, ""), 404, "not_found");
        assertThat(realm.refresh(OTHER, membersOther).status()).isEqualTo(200);
    }

    @Test
    void endedSessionIsRefusedAndOthersStay() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens first = realm.tokens(person, tenant);
        String id = onlyId(first, tenant);
        Tokens second = realm.tokens(person, tenant);

        assertThat(end(second, tenant, "/" + id).status()).isEqualTo(204);

        assertRefused(realm.refresh(WEB, first));
        assertThat(list(first, tenant, "").status()).isEqualTo(401);
        assertThat(realm.introspect(first.access()).path("active").asBoolean()).isFalse();
        assertThat(realm.refresh(WEB, second).status()).isEqualTo(200);
        assertProblem(end(second, tenant, "/" + id), 404, "not_found");
    }

    @Test
    void sessionOfAnotherTenantOrPersonIsNotThere() {
        String person = realm.person();
        String member = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tenant other = realm.tenantOf(person);
        realm.addMember(tenant, member, "member");
        Tokens tokens = realm.tokens(person, tenant);
        Tokens members = realm.tokens(member, tenant);
        String id = list(tokens, tenant, "?userId=" + realm.userId(person))
                .json()
                .path(0)
                .path("id")
                .asText();

        assertProblem(end(tokens, other, "/" + id), 404, "not_found");
        assertProblem(end(members, tenant, "/" + id), 404, "not_found");
        assertProblem(end(tokens, tenant, "/junk"), 404, "not_found");
        assertProblem(end(realm.tokens(realm.person(), tenant), tenant, "/" + id), 404, "not_found");
        assertThat(list(tokens, other, "").json()).isEmpty();
        assertThat(realm.refresh(WEB, tokens).status()).isEqualTo(200);
        assertThat(end(tokens, tenant, "/" + onlyId(members, tenant)).status()).isEqualTo(204);
        assertRefused(realm.refresh(WEB, members));
    }

    @Test
    void endByServiceLeavesOtherServicesAndTenants() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tenant other = realm.tenantOf(person);
        Tokens web = realm.tokens(person, tenant);
        Tokens elsewhere = realm.tokens(person, other);
        Tokens service = Tokens.of(realm.grant(OTHER, person, Map.of("tenant_hint", tenant.id())));

        assertThat(end(web, tenant, "?service=" + WEB).status()).isEqualTo(204);

        assertRefused(realm.refresh(WEB, web));
        assertThat(realm.refresh(WEB, elsewhere).status()).isEqualTo(200);
        assertThat(realm.refresh(OTHER, service).status()).isEqualTo(200);
    }

    @Test
    void memberEndsTheirOwnAndAdminEverybodys() {
        String owner = realm.person();
        String member = realm.person();
        Tenant tenant = realm.tenantOf(owner);
        realm.addMember(tenant, member, "member");
        Tokens owners = realm.tokens(owner, tenant);
        Tokens members = realm.tokens(member, tenant);

        assertProblem(end(members, tenant, "?userId=" + realm.userId(owner)), 403, "insufficient_role");
        assertThat(end(members, tenant, "").status()).isEqualTo(204);
        assertRefused(realm.refresh(WEB, members));
        assertThat(realm.refresh(WEB, owners).status()).isEqualTo(200);

        Tokens again = realm.tokens(member, tenant);
        assertThat(end(owners, tenant, "").status()).isEqualTo(204);
        assertRefused(realm.refresh(WEB, again));
        assertRefused(realm.refresh(WEB, owners));
    }

    @Test
    void offlineSessionIsListedOnceAndEnds() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens offline = offline(person, tenant);
        Tokens online = realm.tokens(person, tenant);
        assertThat(realm.refresh(WEB, offline).status()).isEqualTo(200);
        assertThat(list(online, tenant, "").json()).hasSize(2);

        assertThat(end(online, tenant, "").status()).isEqualTo(204);

        assertRefused(realm.refresh(WEB, offline));
        assertRefused(realm.refresh(WEB, online));
        assertThat(list(realm.tokens(person, tenant), tenant, "").json()).hasSize(1);
    }

    @Test
    void allOfAPersonsSessionsEndInEveryTenantAndInNone() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tenant other = realm.tenantOf(person);
        String bystander = realm.person();
        realm.addMember(tenant, bystander, "member");
        List<Tokens> all = List.of(
                realm.tokens(person, tenant),
                realm.tokens(person, other),
                Tokens.of(realm.grant(person, Map.of())),
                offline(person, tenant),
                realm.browserOf(person, Map.of("tenant_hint", tenant.id())).tokens());
        Tokens bystanders = realm.tokens(bystander, tenant);

        Response answer = realm.realm()
                .with(all.get(0).access())
                .delete("/tenants/sessions")
                .send();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(all).allSatisfy(tokens -> assertRefused(realm.refresh(WEB, tokens)));
        assertThat(realm.refresh(WEB, bystanders).status()).isEqualTo(200);
    }

    @Test
    void clientThatExchangedTheTokenEndsWithIt() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens tokens = realm.tokens(person, tenant);
        Tokens exchanged = realm.exchange(
                tokens, Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"));
        assertThat(realm.refresh(BACKEND, exchanged).status()).isEqualTo(200);

        assertThat(end(tokens, tenant, "?service=" + WEB).status()).isEqualTo(204);

        assertRefused(realm.refresh(BACKEND, exchanged));
    }

    @Test
    void whoIsNoMemberAnyMoreHasNoSessionsThere() {
        String owner = realm.person();
        String member = realm.person();
        Tenant tenant = realm.tenantOf(owner);
        realm.addMember(tenant, member, "member");
        realm.tokens(member, tenant);
        Tokens owners = realm.tokens(owner, tenant);
        assertThat(list(owners, tenant, "").json()).hasSize(2);

        realm.removeMember(tenant, member);

        assertThat(users(list(owners, tenant, ""))).containsExactly(realm.userId(owner));
    }

    private static Response list(Tokens tokens, Tenant tenant, String query) {
        return realm.realm()
                .with(tokens.access())
                .get("/tenants/" + tenant.id() + "/sessions" + query)
                .send();
    }

    private static Response end(Tokens tokens, Tenant tenant, String rest) {
        return realm.realm()
                .with(tokens.access())
                .delete("/tenants/" + tenant.id() + "/sessions" + rest)
                .send();
    }

    private static String onlyId(Tokens tokens, Tenant tenant) {
        JsonNode sessions = list(tokens, tenant, "").expect(200).json();
        assertThat(sessions).hasSize(1);
        return sessions.path(0).path("id").asText();
    }

    private static List<String> users(Response answer) {
        return answer.expect(200).json().findValuesAsText("userId");
    }

    private static List<String> services(Response answer) {
        return answer.expect(200).json().findValuesAsText("service");
    }

    private static Tokens offline(String person, Tenant tenant) {
        return Tokens.of(realm.grant(person, Map.of("tenant_hint", tenant.id(), "scope", "openid offline_access")));
    }

    private static void assertRefused(Response answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
    }
}
