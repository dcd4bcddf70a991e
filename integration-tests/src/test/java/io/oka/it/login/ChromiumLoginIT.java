package io.oka.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.it.support.InChromium;
import io.oka.it.support.NeedsChromium;
import io.oka.testing.Http;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The login in a real browser, by keyboard; its pictures are left in {@code target/screenshots}. */
@OkaServer
@NeedsChromium
class ChromiumLoginIT extends InChromium {

    private static LoginRealm realm;
    private static HttpServer application;
    private static String callback;
    private static Tenant acme;
    private static Tenant globex;

    @BeforeAll
    static void createRealm(Oka oka) throws IOException {
        realm = LoginRealm.create(oka, InChromium::dress);
        realm.realm().addUser("alice");
        realm.realm().addUser("dave");
        acme = tenant("acme", "Acme Inc.", "alice");
        globex = tenant("globex", "Globex", "dave");
        realm.addMember(globex, "alice", "admin");
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/", exchange -> {
            byte[] page = "<title>Here</title>Welcome".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        application.start();
        callback = "http://localhost:" + application.getAddress().getPort() + "/callback";
    }

    @AfterAll
    static void removeRealm() {
        application.stop(0);
        realm.close();
    }

    @Test
    void personOfTwoTenantsChoosesByKeyboard() throws Exception {
        signIn("alice");
        chromium.await("#kc-tenant-select-form");
        chromium.takePictures("tenant-select");

        WebElement wanted = tabTo("tenant-" + globex.id());
        assertThat(wanted.getCssValue("outline-style"))
                .as("the focus can be seen")
                .isEqualTo("solid");
        wanted.sendKeys(Keys.ENTER);

        Tokens tokens = tokensFromCallback();
        assertThat(realm.verify(tokens).tenantId()).isEqualTo(globex.id());
        assertThat(realm.verify(tokens).tenantRole()).isEqualTo("admin");
        assertThat(LoginRealm.tenant(tokens)).isEqualTo("globex");
    }

    @Test
    void personOfManyTenantsFindsOneByTyping() throws Exception {
        String person = realm.person();
        for (int i = 1; i <= 25; i++) {
            tenant("branch-%02d".formatted(i), "Branch No. " + i, person);
        }

        signIn(person);
        WebElement filter = chromium.await("#oka-tenant-filter");
        assertThat(chromium.focused()).as("typing goes there at once").isEqualTo(filter);
        chromium.takePictures("tenant-filter");
        filter.sendKeys("no. 2");
        assertThat(chromium.await("#oka-tenant-count").getText()).isEqualTo("7 / 25");
        filter.sendKeys(Keys.ENTER);
        assertThat(chromium.driver().getTitle()).as("several are left").isNotEqualTo("Here");
        filter.sendKeys("xyz");
        assertThat(chromium.await("#oka-tenant-count").getText()).isEqualTo("No tenant of this name");
        filter.clear();
        filter.sendKeys("BRANCH-17", Keys.ENTER);

        assertThat(LoginRealm.tenant(tokensFromCallback())).isEqualTo("branch-17");
    }

    @Test
    void personOfNoTenantIsToldOrCreatesOne() throws Exception {
        String person = realm.person();
        realm.peopleWithoutTenant("deny");
        try {
            signIn(person);
            chromium.await("#kc-tenant-none");
            chromium.takePictures("tenant-none");

            realm.peopleWithoutTenant("create");
            chromium.driver().findElement(By.id("kc-tenant-retry")).click();
            chromium.await("#tenant-name").sendKeys("Not Good", Keys.ENTER);
            WebElement error = chromium.await("#input-error-name");
            assertThat(error.getText()).startsWith("2 to 63 of the characters");
            chromium.takePictures("tenant-create");
            WebElement name = chromium.await("#tenant-name");
            name.clear();
            name.sendKeys("wonderland", Keys.TAB, "Wonderland", Keys.ENTER);

            assertThat(LoginRealm.tenant(tokensFromCallback())).isEqualTo("wonderland");
        } finally {
            realm.peopleWithoutTenant("continue");
        }
    }

    @Test
    void personWhoWorksElsewhereGoesOnHereByKeyboard() throws Exception {
        String person = realm.person();
        Tenant tenant = tenant("elsewhere", "Else & Where", person);
        realm.realm().setting("sessionsPerService", "one");
        try {
            signIn(person);
            tokensFromCallback();
            Tokens there = Tokens.of(realm.grant(LoginRealm.OTHER, person, Map.of()));

            goToApplication();
            chromium.await("#kc-tenant-elsewhere-form");
            assertThat(chromium.await("#oka-elsewhere-text").getText())
                    .isEqualTo("You work with other for Else & Where elsewhere: continue here?");
            chromium.takePictures("tenant-elsewhere");
            tabTo("kc-tenant-continue").sendKeys(Keys.ENTER);

            assertThat(realm.verify(tokensFromCallback()).tenantId()).isEqualTo(tenant.id());
            assertThat(realm.refresh(LoginRealm.OTHER, there).status()).isEqualTo(400);
        } finally {
            realm.realm().setting("sessionsPerService", null);
        }
    }

    private void goToApplication() {
        chromium.driver()
                .get(realm.realm().issuer() + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                        + LoginRealm.OTHER + "&redirect_uri=" + Http.encode(callback));
    }

    private void signIn(String person) {
        goToApplication();
        chromium.signIn(person, person);
    }

    private WebElement tabTo(String id) {
        for (int i = 0; i < 20; i++) {
            WebElement focused = chromium.focused();
            if (id.equals(focused.getAttribute("id"))) {
                return focused;
            }
            focused.sendKeys(Keys.TAB);
        }
        throw new AssertionError("the keyboard does not get to " + id);
    }

    private Tokens tokensFromCallback() {
        String address = chromium.await(page -> {
            String here = Objects.requireNonNullElse(page.getCurrentUrl(), "");
            return here.startsWith(callback) ? here : null;
        });
        assertThat(chromium.driver().getTitle()).isEqualTo("Here");
        String code = "";
        for (String parameter : URI.create(address).getRawQuery().split("&", -1)) {
            if (parameter.startsWith("code=")) {
                code = parameter.substring("code=".length());
            }
        }
        return Tokens.of(realm.realm()
                .tokenRequest(Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        LoginRealm.OTHER,
                        "code",
                        code,
                        "redirect_uri",
                        callback)));
    }

    private static Tenant tenant(String name, String displayName, String owner) {
        Map<String, Object> tenant = Map.of("name", name, "displayName", displayName, "ownerUsername", owner);
        return new Tenant(
                realm.admin().post(realm.realm().adminPath("/tenants"), tenant).id(), name);
    }
}
