package io.oka.it.login;

import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.proc.BadJOSEException;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.Tokens;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each refresh asks the database anew what the user is in the tenant. */
@OkaServer
class RefreshIT extends InLoginRealm {

    @AfterEach
    void peopleWithoutTenantGoOn() {
        realm.peopleWithoutTenant("continue");
    }

    @Test
    void memberRemovedBetweenTwoRefreshesHasNoTenantInTheSecondToken() throws Exception {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        Tokens first = realm.refreshed(realm.browserOf(person, Map.of()).tokens());
        assertThat(realm.verify(first).tenantId()).isEqualTo(tenant.id());

        realm.removeMember(tenant, person);
        Tokens second = realm.refreshed(first);

        assertThat(second.claims().has("tenant_id")).isFalse();
        assertThat(second.claims().has("tenant_name")).isFalse();
        assertThat(second.claims().has("tenant_role")).isFalse();
        assertThat(Tokens.claims(second.id()).has("tenant_id")).isFalse();
        assertThatThrownBy(() -> realm.verify(second))
                .isInstanceOf(BadJOSEException.class)
                .hasMessageContaining("tenant_id");

        realm.addMember(tenant, person, "admin");
        assertThat(realm.verify(realm.refreshed(second)).tenantRole())
                .as("the session still knows its tenant")
                .isEqualTo("admin");
    }

    @Test
    void whereNobodyGoesOnWithoutATenantTheRefreshIsRefused() {
        realm.peopleWithoutTenant("deny");
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        Map<String, Tokens> all = Map.of(
                "browser", realm.browserOf(person, Map.of()).tokens(),
                "grant", realm.tokens(person, tenant),
                "offline", offline(person, tenant));

        realm.removeMember(tenant, person);

        all.forEach((kind, tokens) -> {
            Response answer = realm.refresh(WEB, tokens);
            assertThat(answer.status()).as(kind).isEqualTo(400);
            assertThat(answer.json().path("error").asText()).as(kind).isEqualTo("invalid_grant");
        });
        realm.addMember(tenant, person, "member");
        all.forEach((kind, tokens) ->
                assertThat(tenant(realm.refreshed(tokens))).as(kind).isEqualTo(tenant.name()));
    }

    @Test
    void whatAFlowDeniesHoldsForSessionsThatItBegan() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        Tokens before = realm.tokens(person, tenant);
        realm.peopleWithoutTenant("deny");

        realm.removeMember(tenant, person);

        assertThat(realm.refreshed(before).claims().has("tenant_id"))
                .as("a session of the time when people without a tenant went on")
                .isFalse();
    }

    @Test
    void newRoleShowsAtTheNextRefresh() throws Exception {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        Tokens tokens = realm.tokens(person, tenant);
        assertThat(realm.verify(tokens).tenantRole()).isEqualTo("member");

        realm.setRole(tenant, person, "admin");

        assertThat(realm.verify(realm.refreshed(tokens)).tenantRole()).isEqualTo("admin");
    }

    @Test
    void newNameShowsAtTheNextRefresh() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens tokens = realm.tokens(person, tenant);

        realm.admin().patch(realm.tenantPath(tenant, ""), Map.of("name", "new-" + person));

        Tokens next = realm.refreshed(tokens);
        assertThat(tenant(next)).isEqualTo("new-" + person);
        assertThat(next.claims().path("tenant_id").asText()).isEqualTo(tenant.id());
    }

    @Test
    void nameThatAnotherTenantTookOverIsNotFollowed() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens tokens = realm.tokens(person, tenant);
        realm.admin().delete(realm.tenantPath(tenant, ""));

        Map<String, Object> namesake = Map.of("name", tenant.name(), "ownerUsername", person);
        realm.admin().post(realm.realm().adminPath("/tenants"), namesake);

        assertThat(realm.refreshed(tokens).claims().has("tenant_id")).isFalse();
    }

    @Test
    void deletedTenantIsGoneAtTheNextRefreshAndBackOnceRestored() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens tokens = realm.tokens(person, tenant);

        realm.admin().delete(realm.tenantPath(tenant, ""));
        Tokens without = realm.refreshed(tokens);
        assertThat(without.claims().has("tenant_id")).isFalse();

        realm.admin().post(realm.tenantPath(tenant, "/restore"), null);
        assertThat(tenant(realm.refreshed(without))).isEqualTo(tenant.name());
    }

    @Test
    void offlineTokensAreCheckedAlike() {
        String person = realm.person();
        Tenant tenant = realm.strangersTenant();
        realm.addMember(tenant, person, "member");
        Tokens tokens = offline(person, tenant);
        assertThat(Tokens.claims(tokens.refresh()).path("typ").asText()).isEqualTo("Offline");
        assertThat(tenant(realm.refreshed(tokens))).isEqualTo(tenant.name());

        realm.removeMember(tenant, person);

        assertThat(realm.refreshed(tokens).claims().has("tenant_id")).isFalse();
    }

    @Test
    void refreshTokensThatAreGoodForOneUseStayThat() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Map<String, Object> once = Map.of("revokeRefreshToken", true, "refreshTokenMaxReuse", 0);
        realm.admin().put(realm.realm().adminPath(""), once);
        try {
            Tokens first = realm.tokens(person, tenant);

            Tokens second = realm.refreshed(first);

            assertThat(tenant(second)).isEqualTo(tenant.name());
            assertThat(realm.refresh(WEB, first)
                            .expect(400)
                            .json()
                            .path("error")
                            .asText())
                    .isEqualTo("invalid_grant");
        } finally {
            realm.admin().put(realm.realm().adminPath(""), Map.of("revokeRefreshToken", false));
        }
    }

    private static Tokens offline(String person, Tenant tenant) {
        return Tokens.of(realm.grant(person, Map.of("scope", "openid offline_access", "tenant_hint", tenant.id())));
    }
}
