package io.oka.it.login;

import static io.oka.it.login.LoginRealm.BACKEND;
import static io.oka.it.login.LoginRealm.LIGHT;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The password grant, which has no page to ask on. */
@OkaServer
class DirectGrantIT extends InLoginRealm {

    @Test
    void onlyTenantIsTaken() throws Exception {
        String person = realm.person();
        Tenant only = realm.tenantOf(person);

        Tokens tokens = Tokens.of(realm.grant(person, Map.of()));

        assertThat(realm.verify(tokens).tenantId()).isEqualTo(only.id());
        assertThat(tokens.claims().path("tenant_role").asText()).isEqualTo("owner");
        assertThat(tenant(Tokens.claims(tokens.id()))).isEqualTo(only.name());
        assertThat(tenant(realm.refreshed(tokens))).isEqualTo(only.name());
    }

    @Test
    void severalTenantsWithoutAHintGiveNone() {
        String person = realm.person();
        realm.tenantOf(person);
        realm.tenantOf(person);

        assertThat(claimsOf(realm.grant(person, Map.of())).has("tenant_id")).isFalse();
    }

    @Test
    void hintByNameOrIdChooses() {
        String person = realm.person();
        realm.tenantOf(person);
        Tenant wanted = realm.tenantOf(person);

        for (String hint : List.of(wanted.name(), wanted.id())) {
            assertThat(tenant(claimsOf(realm.grant(person, Map.of("tenant_hint", hint)))))
                    .isEqualTo(wanted.name());
        }
    }

    @Test
    void hintThatMissesGivesNone() {
        String person = realm.person();
        realm.tenantOf(person);
        Tenant foreign = realm.strangersTenant();

        for (String hint :
                List.of(foreign.name(), foreign.id(), "no-such-tenant", "a\0b", "\0", "Ünknown", "x".repeat(5000))) {
            Response answer = realm.grant(person, Map.of("tenant_hint", hint));

            assertThat(claimsOf(answer).has("tenant_id")).as(hint).isFalse();
        }
    }

    @Test
    void lightweightTokenNamesTheTenantToo() {
        String person = realm.person();
        Tenant only = realm.tenantOf(person);

        assertThat(tenant(claimsOf(realm.grant(LIGHT, person, Map.of())))).isEqualTo(only.name());
    }

    @Test
    void serviceAccountHasNoTenant() {
        Response answer = realm.realm()
                .tokenRequest(Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        BACKEND,
                        "client_secret",
                        "backend-secret",
                        "tenant_hint",
                        realm.strangersTenant().id()));

        assertThat(claimsOf(answer).has("tenant_id")).isFalse();
    }

    @Test
    void whereNobodyGoesOnWithoutATenantTheGrantIsRefused() {
        String person = realm.person();
        String member = realm.person();
        Tenant only = realm.tenantOf(member);
        realm.peopleWithoutTenant("deny");
        try {
            Response answer = realm.grant(person, Map.of()).expect(400);

            assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
            assertThat(tenant(claimsOf(realm.grant(member, Map.of())))).isEqualTo(only.name());
        } finally {
            realm.peopleWithoutTenant("continue");
        }
    }

    @Test
    void whereATenantIsToBeCreatedTheGrantGoesOnWithout() {
        String person = realm.person();
        realm.peopleWithoutTenant("create");
        try {
            assertThat(claimsOf(realm.grant(person, Map.of())).has("tenant_id")).isFalse();
        } finally {
            realm.peopleWithoutTenant("continue");
        }
    }

    private static JsonNode claimsOf(Response answer) {
        return Tokens.of(answer).claims();
    }
}
