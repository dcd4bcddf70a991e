package io.oka.it.login;

import static io.oka.it.login.LoginRealm.BACKEND;
import static io.oka.it.login.LoginRealm.LIGHT;
import static io.oka.it.login.LoginRealm.OTHER;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Switching the tenant of a running session. */
@OkaServer
class ActiveTenantIT extends InLoginRealm {

    @Test
    void nextRefreshOfThisClientCarriesIt() throws Exception {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));
        Tokens web = browser.tokens();
        Tokens other = browser.open(OTHER, Map.of()).tokens();

        realm.switchTo(web.access(), Map.of("tenantId", second.id())).expect(204);

        assertThat(realm.verify(realm.refreshed(web)).tenantId()).isEqualTo(second.id());
        assertThat(tenant(refreshed(OTHER, other))).isEqualTo(first.name());
        assertThat(tenant(browser.open(WEB, Map.of()).tokens()))
                .as("single sign-on stays switched")
                .isEqualTo(second.name());
        assertThat(tenant(browser.open(LIGHT, Map.of()).tokens()))
                .as("the login's first choice stands")
                .isEqualTo(first.name());
    }

    @Test
    void everywhereMeansAllClientsOfTheLoginAndThoseToCome() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));
        Tokens web = browser.tokens();
        Tokens other = browser.open(OTHER, Map.of()).tokens();
        Tokens elsewhere = realm.tokens(person, first);

        realm.switchTo(web.access(), Map.of("tenantId", second.id(), "everywhere", true))
                .expect(204);

        assertThat(tenant(realm.refreshed(web))).isEqualTo(second.name());
        assertThat(tenant(refreshed(OTHER, other))).isEqualTo(second.name());
        assertThat(tenant(browser.open(LIGHT, Map.of()).tokens())).isEqualTo(second.name());
        assertThat(tenant(realm.refreshed(elsewhere)))
                .as("another login of the same person")
                .isEqualTo(first.name());
    }

    @Test
    void offlineSessionSwitchesToo() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        Tokens offline =
                Tokens.of(realm.grant(person, Map.of("scope", "openid offline_access", "tenant_hint", first.id())));

        realm.switchTo(offline.access(), Map.of("tenantId", second.id())).expect(204);
        Tokens refreshed = realm.refreshed(offline);
        assertThat(tenant(refreshed)).isEqualTo(second.name());

        realm.switchTo(refreshed.access(), Map.of("tenantId", first.id())).expect(204);
        assertThat(tenant(realm.refreshed(offline))).isEqualTo(first.name());
    }

    @Test
    void onlineAndOfflineSessionOfOneLoginSwitchTogether() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of("tenant_hint", first.id()));
        Tokens online = browser.tokens();
        Tokens offline =
                browser.open(WEB, Map.of("scope", "openid offline_access")).tokens();

        realm.switchTo(online.access(), Map.of("tenantId", second.id())).expect(204);

        assertThat(tenant(realm.refreshed(online))).isEqualTo(second.name());
        assertThat(tenant(realm.refreshed(offline))).isEqualTo(second.name());
    }

    @Test
    void lightweightTokenMaySwitch() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        Tokens tokens = Tokens.of(realm.grant(LIGHT, person, Map.of("tenant_hint", first.id())));

        realm.switchTo(tokens.access(), Map.of("tenantId", second.id())).expect(204);

        assertThat(tenant(refreshed(LIGHT, tokens))).isEqualTo(second.name());
    }

    @Test
    void foreignTenantAndNoTenantGetTheSameBytes() {
        String person = realm.person();
        Tenant own = realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();
        Tokens tokens = realm.tokens(person, own);

        Response ofForeign = switchAs("r1", tokens, foreign.id()).expect(404);

        assertThat(ofForeign.code()).isEqualTo("not_found");
        for (String unknown : List.of("00000000-0000-0000-0000-000000000000", "junk", "", own.name())) {
            assertThat(switchAs("r1", tokens, unknown).text()).as(unknown).isEqualTo(ofForeign.text());
        }
        assertThat(tenant(realm.refreshed(tokens))).isEqualTo(own.name());
    }

    @Test
    void tokenWithoutASessionOfItsOwnIsRefused() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        Tokens subject = realm.tokens(person, first);
        Tokens exchanged = realm.exchange(subject, Map.of("scope", "openid"));

        Response answer = realm.switchTo(exchanged.access(), Map.of("tenantId", second.id()));

        assertThat(answer.expect(409).code()).isEqualTo("no_session");
        assertThat(tenant(realm.refreshed(subject))).isEqualTo(first.name());
    }

    @Test
    void serviceIsToldThatOnlyPeopleSwitch() {
        Tenant tenant = realm.strangersTenant();
        String service = realm.realm().serviceToken(BACKEND);

        Response answer = realm.switchTo(service, Map.of("tenantId", tenant.id()));

        assertThat(answer.expect(403).code()).isEqualTo("user_token_required");
    }

    @Test
    void badBodiesAreRefused() {
        String person = realm.person();
        Tenant own = realm.tenantOf(person);
        String token = realm.tokens(person, own).access();

        assertThat(realm.switchTo(token, Map.of()).expect(400).code()).isEqualTo("validation_failed");
        assertThat(realm.switchTo(token, Map.of("tenantId", own.id(), "x", 1)).status())
                .isEqualTo(400);
        assertThat(realm.switchTo(token, Map.of("tenantId", own.id(), "everywhere", "yes"))
                        .status())
                .isEqualTo(400);
        assertThat(realm.switchTo(token, Map.of("tenantId", "a\0b")).expect(400).code())
                .isEqualTo("validation_failed");
        assertThat(realm.switchTo("junk", Map.of("tenantId", own.id())).status())
                .isEqualTo(401);
    }

    private static Response switchAs(String requestId, Tokens tokens, String tenantId) {
        return realm.http()
                .put(realm.realm().path("/tenants/active"))
                .header("X-Request-ID", requestId)
                .bearer(tokens.access())
                .json(Map.of("tenantId", tenantId))
                .send();
    }

    private static Tokens refreshed(String client, Tokens tokens) {
        return Tokens.of(realm.refresh(client, tokens));
    }
}
