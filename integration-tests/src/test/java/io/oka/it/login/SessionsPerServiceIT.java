package io.oka.it.login;

import static io.oka.it.login.LoginRealm.OTHER;
import static io.oka.it.login.LoginRealm.WEB;
import static io.oka.it.login.LoginRealm.page;
import static io.oka.it.login.LoginRealm.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import io.oka.testing.Tokens;
import io.oka.testing.TwoNodes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where a realm says so, a newer login to a service in a tenant ends the older one, and nothing else does. */
@OkaServer
class SessionsPerServiceIT {

    private static LoginRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = LoginRealm.create(oka, representation -> {
            representation.put("internationalizationEnabled", true);
            representation.put("supportedLocales", List.of("en", "de"));
            representation.put("defaultLocale", "en");
        });
        realm.realm().setting("sessionsPerService", "one");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void newerLoginEndsTheOlderOneOfThisServiceAndTenantAlone() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        String colleague = realm.person();
        realm.addMember(first, colleague, "member");
        Tokens older =
                realm.browserOf(person, Map.of("tenant_hint", first.id())).tokens();
        Tokens otherService = Tokens.of(realm.grant(OTHER, person, Map.of("tenant_hint", first.id())));
        Tokens otherTenant = realm.tokens(person, second);
        Tokens noTenant = Tokens.of(realm.grant(person, Map.of()));
        Tokens colleagues = realm.tokens(colleague, first);

        Tokens newer =
                realm.browserOf(person, Map.of("tenant_hint", first.id())).tokens();

        assertEnded(older);
        assertThat(realm.introspect(older.access()).path("active").asBoolean()).isFalse();
        assertAlive(WEB, newer, otherTenant, noTenant, colleagues);
        assertAlive(OTHER, otherService);
        assertThat(sessions(newer, first)).isEqualTo(2);
    }

    @Test
    void manyStayWhereTheRealmSaysSo() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        realm.realm().setting("sessionsPerService", null);
        try {
            Tokens older = realm.tokens(person, tenant);
            Tokens newer = realm.tokens(person, tenant);
            assertAlive(WEB, older, newer);

            realm.realm().setting("sessionsPerService", "one");

            assertEnded(older);
            assertAlive(WEB, newer);
        } finally {
            realm.realm().setting("sessionsPerService", "one");
        }
    }

    @Test
    void directGrantIsALoginToo() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens older = realm.tokens(person, tenant);

        Tokens newer = realm.tokens(person, tenant);

        assertEnded(older);
        assertAlive(WEB, newer);
    }

    @Test
    void offlineSessionEndsAsWell() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Map<String, String> offline = Map.of("tenant_hint", tenant.id(), "scope", "openid offline_access");
        Tokens older = Tokens.of(realm.grant(person, offline));

        Tokens newer = Tokens.of(realm.grant(person, offline));

        assertEnded(older);
        assertAlive(WEB, newer);
    }

    @Test
    void singleSignOnFromTheSameBrowserIsTheSameLogin() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of());
        Tokens first = browser.tokens();

        Tokens second = browser.open(WEB, Map.of()).tokens();
        Tokens silent = browser.open(WEB, Map.of("prompt", "none")).tokens();

        assertAlive(WEB, first, second, silent);
        assertThat(sessions(silent, tenant)).isEqualTo(1);
    }

    @Test
    void olderLoginAsksBeforeItTakesOver() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        LoginBrowser older = realm.browserOf(person, Map.of());
        Tokens first = older.tokens();
        LoginBrowser newer = realm.browserOf(person, Map.of());
        Tokens second = newer.tokens();
        assertEnded(first);

        older.open(WEB, Map.of("prompt", "none"));
        assertThat(older.returned("code")).isEmpty();
        assertThat(older.returned("error")).isIn("login_required", "interaction_required");
        older.open(WEB, Map.of());

        assertThat(page(older)).isEqualTo("login-tenant-elsewhere");
        assertThat(older.page().text())
                .contains("You work with web for " + tenant.name() + " elsewhere: continue here?");
        assertThat(older.open(WEB, Map.of("ui_locales", "de")).page().text())
                .contains("Sie arbeiten mit web für " + tenant.name() + " an anderer Stelle: hier weitermachen?");
        assertAlive(WEB, second);

        Tokens third = older.submit("#kc-tenant-elsewhere-form", Map.of("continue", tenant.id()))
                .tokens();

        assertThat(tenant(third)).isEqualTo(tenant.name());
        assertAlive(WEB, third);
        assertEnded(second);
        assertThat(page(newer.open(WEB, Map.of()))).isEqualTo("login-tenant-elsewhere");
        assertAlive(WEB, older.open(WEB, Map.of()).tokens());
    }

    @Test
    void newerLoginTakesAServiceWithoutAsking() {
        String person = realm.person();
        realm.tenantOf(person);
        Tokens older = realm.browserOf(person, Map.of()).tokens();
        LoginBrowser newer = realm.realm().browser().open(OTHER, Map.of());
        newer.submit(Map.of("username", person, "password", person)).tokens();
        assertAlive(WEB, older);

        Tokens taken = newer.open(WEB, Map.of()).tokens();

        assertAlive(WEB, taken);
        assertEnded(older);
    }

    @Test
    void switchingTakesThePlaceInTheOtherTenant() {
        String person = realm.person();
        Tenant first = realm.tenantOf(person);
        Tenant second = realm.tenantOf(person);
        Tokens there = realm.tokens(person, second);
        Tokens here = realm.tokens(person, first);
        Tokens bystander = Tokens.of(realm.grant(OTHER, person, Map.of("tenant_hint", second.id())));

        assertThat(realm.switchTo(there.access(), Map.of("tenantId", second.id()))
                        .status())
                .isEqualTo(204);
        assertAlive(WEB, there, here);
        assertThat(realm.switchTo(here.access(), Map.of("tenantId", second.id()))
                        .status())
                .isEqualTo(204);

        assertEnded(there);
        assertAlive(OTHER, bystander);
        assertThat(tenant(realm.refreshed(here))).isEqualTo(second.name());
    }

    @Test
    void loginsAtOnceLeaveExactlyOne() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);

        assertThat(usableOf(atOnce(List.of(realm.realm()), person, tenant))).isEqualTo(1);
        assertThat(sessions(realm.tokens(person, tenant), tenant)).isEqualTo(1);
    }

    @Test
    void loginsAtOnceOnTwoNodesLeaveExactlyOne(TwoNodes nodes) {
        try (LoginRealm shared = LoginRealm.create(nodes.first())) {
            shared.realm().setting("sessionsPerService", "one");
            TestRealm second = shared.realm().on(nodes.second());
            String person = shared.person();
            Tenant tenant = shared.tenantOf(person);
            Tokens older = shared.tokens(person, tenant);
            Tokens newer = grant(second, person, tenant);
            assertThat(shared.refresh(WEB, older).status()).isEqualTo(400);
            assertThat(shared.refresh(WEB, newer).status()).isEqualTo(200);

            List<Tokens> all = atOnce(List.of(shared.realm(), second), person, tenant);

            assertThat(all.stream()
                            .filter(tokens -> shared.refresh(WEB, tokens).status() == 200)
                            .count())
                    .isEqualTo(1);
        }
    }

    private static List<Tokens> atOnce(List<TestRealm> nodes, String person, Tenant tenant) {
        List<CompletableFuture<Tokens>> logins = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> grant(nodes.get(i % nodes.size()), person, tenant)))
                .toList();
        return logins.stream().map(CompletableFuture::join).toList();
    }

    private static Tokens grant(TestRealm node, String person, Tenant tenant) {
        return Tokens.of(node.tokenRequest(Map.of(
                "grant_type",
                "password",
                "client_id",
                WEB,
                "username",
                person,
                "password",
                person,
                "tenant_hint",
                tenant.id())));
    }

    private static long usableOf(List<Tokens> all) {
        return all.stream()
                .filter(tokens -> realm.refresh(WEB, tokens).status() == 200)
                .count();
    }

    private static int sessions(Tokens tokens, Tenant tenant) {
        return realm.realm()
                .with(tokens.access())
                .get("/tenants/" + tenant.id() + "/sessions?userId="
                        + tokens.claims().path("sub").asText())
                .send()
                .expect(200)
                .json()
                .size();
    }

    private static void assertAlive(String client, Tokens... all) {
        assertThat(all)
                .allSatisfy(tokens ->
                        assertThat(realm.refresh(client, tokens).status()).isEqualTo(200));
    }

    private static void assertEnded(Tokens tokens) {
        assertThat(realm.refresh(WEB, tokens).status()).isEqualTo(400);
    }
}
