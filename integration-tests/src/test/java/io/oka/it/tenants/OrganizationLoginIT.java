package io.oka.it.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A login that comes through an Organization ends in the linked tenant. */
@OkaServer
final class OrganizationLoginIT {

    private static final String CORPORATE = "corporate";

    @Test
    void addressOfTheOrganizationLeadsIntoItsTenant(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice")) {
            Linked acme = linkedWithDomain(realm, Map.of());
            Linked.apart(realm, "alice");

            LoginBrowser browser = realm.browser().open(TestRealm.WEB, Map.of());
            browser.submit(Map.of("username", "alice@example.com")).submit(Map.of("password", "alice"));

            assertThat(claims(browser).path("tenant_id").asText()).isEqualTo(acme.tenantId());
        }
    }

    @Test
    void plainNameOfSomebodyWithSeveralTenantsIsAsked(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice")) {
            linkedWithDomain(realm, Map.of());
            Linked other = Linked.apart(realm, "alice");

            LoginBrowser browser = realm.browser().open(TestRealm.WEB, Map.of());
            browser.submit(Map.of("username", "alice")).submit(Map.of("password", "alice"));

            assertThat(browser.isBack()).isFalse();
            browser.submit("form", Map.of("tenant", other.tenantId()));
            assertThat(claims(browser).path("tenant_id").asText()).isEqualTo(other.tenantId());
        }
    }

    @Test
    void hintBeatsTheOrganization(Oka oka) {
        try (TestRealm realm = Linked.realm(oka, "alice")) {
            linkedWithDomain(realm, Map.of());
            Linked other = Linked.apart(realm, "alice");

            LoginBrowser browser = realm.browser().open(TestRealm.WEB, Map.of("tenant_hint", other.tenantId()));
            browser.submit(Map.of("username", "alice@example.com")).submit(Map.of("password", "alice"));

            assertThat(claims(browser).path("tenant_id").asText()).isEqualTo(other.tenantId());
        }
    }

    @Test
    void organizationsOwnIdentityProviderLeadsIntoItsTenant(Oka oka) {
        try (TestRealm upstream = upstream(oka);
                TestRealm realm = Linked.realm(oka, "alice")) {
            Linked acme = linkedWithDomain(realm, provider(upstream));

            JsonNode first = claims(throughProvider(realm));
            Linked.apart(realm, "frida");
            JsonNode second = claims(throughProvider(realm));

            acme.expectBothSides("alice", "frida");
            assertThat(first.path("tenant_id").asText()).isEqualTo(acme.tenantId());
            assertThat(first.path("tenant_role").asText()).isEqualTo("member");
            assertThat(second.path("tenant_id").asText()).isEqualTo(acme.tenantId());
            assertThat(acme.remove("frida").json().path("code").asText()).isEqualTo("managed_member");
        }
    }

    @Test
    void noSeatNoAccountThroughTheOrganizationsIdentityProvider(Oka oka) {
        try (TestRealm upstream = upstream(oka);
                TestRealm realm = Linked.realm(oka, 1, "alice")) {
            Linked acme = linkedWithDomain(realm, provider(upstream));

            LoginBrowser browser = throughProvider(realm);

            assertThat(browser.isBack()).isFalse();
            assertThat(browser.page().text()).contains("no seat left");
            acme.expectBothSides("alice");
            assertThat(realm.userId("frida")).isEmpty();
        }
    }

    @Test
    void federatedUserKeepsMembershipsAcrossLogins(Oka oka) {
        try (TestRealm upstream = upstream(oka);
                TestRealm realm = oka.realm().users("alice").create()) {
            oka.admin().post(realm.adminPath("/identity-provider/instances"), provider(upstream));
            Map<String, String> hint = Map.of("kc_idp_hint", CORPORATE);

            LoginBrowser first = realm.browser().open(TestRealm.WEB, hint);
            first.submit(Map.of("username", "frida", "password", "frida"));
            JsonNode before = claims(first);
            String tenantId = oka.admin()
                    .post(realm.adminPath("/tenants"), Map.of("name", "acme", "ownerUsername", "frida"))
                    .id();
            oka.admin().post(realm.adminPath("/tenants"), Map.of("name", "globex", "ownerUsername", "frida"));
            LoginBrowser second = realm.browser().open(TestRealm.WEB, hint);
            second.submit(Map.of("username", "frida", "password", "frida"));

            assertThat(second.isBack()).isFalse();
            second.submit("form", Map.of("tenant", tenantId));
            JsonNode after = claims(second);
            assertThat(before.has("tenant_id")).isFalse();
            assertThat(after.path("tenant_id").asText()).isEqualTo(tenantId);
            assertThat(after.path("tenant_role").asText()).isEqualTo("owner");
            assertThat(after.path("sub")).isEqualTo(before.path("sub"));
        }
    }

    /** Alice's tenant, linked with the Organization of everybody at example.com, and of this identity provider. */
    private static Linked linkedWithDomain(TestRealm realm, Map<String, Object> provider) {
        Oka oka = realm.oka();
        Linked apart = Linked.apart(realm, "alice");
        ObjectNode organization = (ObjectNode) oka.admin().get(apart.organizationPath(""));
        organization.putArray("domains").addObject().put("name", "example.com");
        oka.admin().put(apart.organizationPath(""), organization);
        assertThat(apart.link().status()).isEqualTo(200);
        if (!provider.isEmpty()) {
            oka.admin().post(realm.adminPath("/identity-provider/instances"), provider);
            oka.admin().post(apart.organizationPath("/identity-providers"), CORPORATE);
        }
        return apart;
    }

    private static LoginBrowser throughProvider(TestRealm realm) {
        return realm.browser()
                .open(TestRealm.WEB, Map.of())
                .submit(Map.of("username", "frida@example.com"))
                .submit(Map.of("username", "frida", "password", "frida"));
    }

    /** Another realm, whose users may come in. */
    private static TestRealm upstream(Oka oka) {
        return oka.realm()
                .users("frida")
                .withoutSetup()
                .client(Map.of(
                        "clientId",
                        "broker",
                        "secret",
                        "broker-secret",
                        "standardFlowEnabled",
                        true,
                        "redirectUris",
                        List.of(oka.baseUrl() + "/*")))
                .create();
    }

    private static Map<String, Object> provider(TestRealm upstream) {
        String endpoints = upstream.issuer() + "/protocol/openid-connect";
        return Map.of(
                "alias",
                CORPORATE,
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
                        "userInfoUrl", endpoints + "/userinfo",
                        "defaultScope", "openid profile email",
                        "kc.org.domain", "example.com",
                        "kc.org.broker.redirect.mode.email-matches", "true"));
    }

    private static JsonNode claims(LoginBrowser browser) {
        return browser.tokens().claims();
    }
}
