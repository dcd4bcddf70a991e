package io.oka.it.login;

import static io.oka.it.login.LoginRealm.BACKEND;
import static io.oka.it.login.LoginRealm.LIGHT;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.Http;
import io.oka.testing.OkaServer;
import io.oka.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What introspection and userinfo say of a token's tenant, and which tenant an exchanged token is for. */
@OkaServer
class IntrospectionIT extends InLoginRealm {

    @Test
    void tenantIsToldAndGoneAtOnceWhenTheMembershipEnds() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "admin");
        String token = realm.tokens(person, tenant).access();

        JsonNode before = realm.introspect(token);
        assertThat(before.path("active").asBoolean()).isTrue();
        assertThat(before.path("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(before.path("tenant_role").asText()).isEqualTo("admin");
        assertThat(tenant(before)).isEqualTo(tenant.name());
        assertThat(tenant(realm.userInfo(token))).isEqualTo(tenant.name());

        realm.removeMember(tenant, person);

        JsonNode after = realm.introspect(token);
        assertThat(after.path("active").asBoolean()).isTrue();
        assertThat(after.has("tenant_id")).isFalse();
        assertThat(after.has("tenant_name")).isFalse();
        assertThat(after.has("tenant_role")).isFalse();
        assertThat(realm.userInfo(token).has("tenant_id")).isFalse();
    }

    @Test
    void newRoleAndNameAreToldAtOnce() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        String token = realm.tokens(person, tenant).access();
        assertThat(realm.introspect(token).path("tenant_role").asText()).isEqualTo("member");

        realm.setRole(tenant, person, "admin");
        realm.admin().patch(realm.tenantPath(tenant, ""), Map.of("name", "new-" + person));

        assertThat(realm.introspect(token).path("tenant_role").asText()).isEqualTo("admin");
        assertThat(tenant(realm.introspect(token))).isEqualTo("new-" + person);
        assertThat(tenant(realm.userInfo(token))).isEqualTo("new-" + person);
    }

    @Test
    void deletedTenantIsGoneAtOnce() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        String token = realm.tokens(person, tenant).access();
        assertThat(tenant(realm.introspect(token))).isEqualTo(tenant.name());

        realm.admin().delete(realm.tenantPath(tenant, ""));

        assertThat(realm.introspect(token).has("tenant_id")).isFalse();
        assertThat(realm.userInfo(token).has("tenant_id")).isFalse();
    }

    @Test
    void oldTokenKeepsMeaningItsOldTenantAfterASwitch() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        Tokens old = realm.tokens(person, first);

        realm.switchTo(old.access(), Map.of("tenantId", second.id())).expect(204);
        Tokens next = realm.refreshed(old);

        assertThat(tenant(realm.introspect(old.access()))).isEqualTo(first.name());
        assertThat(tenant(realm.userInfo(old.access()))).isEqualTo(first.name());
        assertThat(tenant(realm.introspect(next.access()))).isEqualTo(second.name());
        assertThat(tenant(realm.userInfo(next.access()))).isEqualTo(second.name());
    }

    @Test
    void tokenWithoutATenantGetsNoneByASwitch() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        realm.tenantOf(person);
        Tokens none = Tokens.of(realm.grant(person, Map.of()));
        assertThat(none.claims().has("tenant_id")).isFalse();

        realm.switchTo(none.access(), Map.of("tenantId", first.id())).expect(204);

        assertThat(realm.introspect(none.access()).has("tenant_id")).isFalse();
        assertThat(realm.userInfo(none.access()).has("tenant_id")).isFalse();
        assertThat(tenant(realm.refreshed(none))).isEqualTo(first.name());
    }

    @Test
    void lightweightTokenIsToldAlike() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        String token = Tokens.of(realm.grant(LIGHT, person, Map.of())).access();
        assertThat(tenant(realm.introspect(token))).isEqualTo(tenant.name());

        realm.removeMember(tenant, person);

        assertThat(realm.introspect(token).path("active").asBoolean()).isTrue();
        assertThat(realm.introspect(token).has("tenant_id")).isFalse();
    }

    @Test
    void exchangedTokenIsForTheTenantOfTheGivenOne() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        Tokens subject = realm.tokens(person, first);
        realm.switchTo(subject.access(), Map.of("tenantId", second.id())).expect(204);

        Tokens exchanged = realm.exchange(subject, Map.of());

        assertThat(exchanged.claims().path("azp").asText()).isEqualTo(BACKEND);
        assertThat(tenant(exchanged)).isEqualTo(first.name());
        assertThat(tenant(realm.introspect(exchanged.access()))).isEqualTo(first.name());
        assertThat(tenant(realm.exchange(realm.refreshed(subject), Map.of()))).isEqualTo(second.name());
    }

    @Test
    void exchangedTokenOfAFormerMemberHasNoTenant() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        Tokens subject = realm.tokens(person, tenant);

        realm.removeMember(tenant, person);

        assertThat(realm.exchange(subject, Map.of()).claims().has("tenant_id")).isFalse();
    }

    @Test
    void exchangedSessionIsCheckedAtItsRefreshes() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        Tokens exchanged = realm.exchange(
                realm.tokens(person, tenant),
                Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"));
        assertThat(tenant(exchanged)).isEqualTo(tenant.name());
        Tokens refreshed = Tokens.of(realm.refresh(BACKEND, exchanged));
        assertThat(tenant(refreshed)).isEqualTo(tenant.name());

        realm.removeMember(tenant, person);

        assertThat(Tokens.of(realm.refresh(BACKEND, refreshed)).claims().has("tenant_id"))
                .isFalse();
    }

    @Test
    void operatorsExampleTokensShowWhatTheSessionWouldGet() {
        String person = realm.person();
        realm.tenantOf(person);
        String client = realm.admin().clientUuid(realm.realm().name(), WEB);

        JsonNode example = realm.admin()
                .get(realm.realm()
                        .adminPath("/clients/" + client
                                + "/evaluate-scopes/generate-example-access-token?scope=openid&userId="
                                + Http.encode(realm.userId(person))));

        assertThat(example.path("preferred_username").asText()).isEqualTo(person);
        assertThat(example.has("tenant_id")).as("nobody has chosen").isFalse();
    }
}
