package io.oka.it.login;

import static io.oka.it.login.LoginRealm.OTHER;
import static io.oka.it.login.LoginRealm.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.LoginBrowser;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.Tokens;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where refresh tokens are used once, one that comes twice ends its session: somebody has stolen it. */
@OkaServer
class RefreshRotationIT {

    private static LoginRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        realm = LoginRealm.create(oka, representation -> {
            representation.put("revokeRefreshToken", true);
            representation.put("refreshTokenMaxReuse", 0);
        });
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void reusedTokenEndsTheSession() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens bystander = realm.tokens(person, tenant);
        Tokens first = realm.tokens(person, tenant);
        Tokens second = realm.refreshed(first);

        assertRefused(realm.refresh(WEB, first));

        assertRefused(realm.refresh(WEB, second));
        assertThat(realm.introspect(second.access()).path("active").asBoolean()).isFalse();
        assertThat(realm.refresh(WEB, bystander).status()).isEqualTo(200);
    }

    @Test
    void reuseIsSeenHoweverQuicklyTheTokensFollowed() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens first = realm.tokens(person, tenant);
        Tokens second = realm.refreshed(first);
        Tokens third = realm.refreshed(second);

        assertRefused(realm.refresh(WEB, first));

        assertRefused(realm.refresh(WEB, third));
    }

    @Test
    void reusedOfflineTokenEndsTheOfflineSession() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens first =
                Tokens.of(realm.grant(person, Map.of("tenant_hint", tenant.id(), "scope", "openid offline_access")));
        Tokens second = realm.refreshed(first);
        Tokens third = realm.refreshed(second);

        assertRefused(realm.refresh(WEB, second));

        assertRefused(realm.refresh(WEB, third));
    }

    @Test
    void reuseWithoutATenantEndsTheSessionAsWell() {
        String person = realm.person();
        Tokens first = Tokens.of(realm.grant(person, Map.of()));
        Tokens second = realm.refreshed(first);

        assertRefused(realm.refresh(WEB, first));

        assertRefused(realm.refresh(WEB, second));
    }

    @Test
    void otherServicesOfTheLoginGoOn() {
        String person = realm.person();
        realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of());
        Tokens first = browser.tokens();
        Tokens other = browser.open(OTHER, Map.of()).tokens();
        realm.refreshed(first);

        assertRefused(realm.refresh(WEB, first));

        assertThat(realm.refresh(OTHER, other).status()).isEqualTo(200);
        assertThat(browser.open(WEB, Map.of()).isBack()).isTrue();
        assertThat(realm.refreshed(browser.tokens()).access()).isNotEmpty();
    }

    @Test
    void twoLoginsOfOneBrowserHaveTokensOfTheirOwn() {
        String person = realm.person();
        realm.tenantOf(person);
        LoginBrowser browser = realm.browserOf(person, Map.of());
        Tokens tab = browser.tokens();
        Tokens otherTab = browser.open(WEB, Map.of()).tokens();

        Tokens next = realm.refreshed(realm.refreshed(tab));
        Tokens otherNext = realm.refreshed(realm.refreshed(otherTab));

        assertThat(realm.refresh(WEB, next).status()).isEqualTo(200);
        assertThat(realm.refresh(WEB, otherNext).status()).isEqualTo(200);
    }

    @Test
    void ofOneTokenAtOnceAtMostOneIsAnsweredAndNothingIsLeft() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens first = realm.tokens(person, tenant);

        List<Response> answers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> realm.refresh(WEB, first)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        List<Response> good =
                answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(good).hasSizeLessThanOrEqualTo(1);
        assertThat(good).allSatisfy(answer -> assertRefused(realm.refresh(WEB, Tokens.of(answer))));
    }

    @Test
    void demoRealmRotatesAndHasOneSessionPerService() throws Exception {
        JsonNode demo = resource("demo-realm.json");
        JsonNode seed = resource("seed.json");

        assertThat(demo.path("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(demo.path("refreshTokenMaxReuse").asInt(-1)).isZero();
        assertThat(seed.path("settings").path("sessionsPerService").asText()).isEqualTo("one");
    }

    private static JsonNode resource(String name) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(RefreshRotationIT.class.getResourceAsStream("/io/oka/realm/" + name))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static void assertRefused(Response answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
    }
}
