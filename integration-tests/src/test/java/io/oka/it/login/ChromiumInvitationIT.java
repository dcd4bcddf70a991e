package io.oka.it.login;

import static io.oka.it.login.InvitedPeople.addressOf;
import static io.oka.it.login.InvitedPeople.freshAddress;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages of an invitation in a real browser; their pictures are left in {@code target/screenshots}. */
@OkaServer
@EnabledIf(
        value = "io.oka.it.login.Chromium#isFound",
        disabledReason = "no Chromium with a chromedriver on the path: install both, or name them by -Doka.chromium and"
                + " -Doka.chromedriver")
class ChromiumInvitationIT {

    private static final Path PICTURES = Path.of(System.getProperty("oka.work"), "screenshots");

    private static InvitedPeople people;
    private static LoginRealm realm;

    @TempDir
    private Path profile;

    private Chromium chromium;

    @BeforeAll
    static void createRealm(Oka oka) throws IOException {
        Files.createDirectories(PICTURES);
        people = InvitedPeople.create(oka, representation -> {
            representation.put("displayName", "Oka demo");
            representation.put("internationalizationEnabled", true);
            representation.put("supportedLocales", List.of("en", "de"));
            representation.put("defaultLocale", "en");
        });
        realm = people.realm();
        people.application(LoginRealm.WEB, "/realms/" + realm.realm().name() + "/account/");
    }

    @AfterAll
    static void removeRealm() {
        people.close();
    }

    @BeforeEach
    void startChromium() {
        chromium = Chromium.start(profile);
        chromium.size(800, 640, 1);
    }

    @AfterEach
    void stopChromium() {
        chromium.close();
    }

    @Test
    void personJoinsByKeyboardAfterSigningOutOfAnotherAccount() throws IOException {
        realm.realm().addUser("bob");
        realm.realm().addUser("alice");
        Tenant tenant = realm.tenantOf(realm.person(), "Acme Inc.");
        String link = people.link(tenant, addressOf("alice"), "admin");

        chromium.driver().get(link);
        signIn("bob", "bob");
        chromium.await("#kc-invitation-again");
        takePictures("invitation-wrong-account");
        chromium.driver().findElement(By.id("kc-invitation-again")).sendKeys(Keys.ENTER);
        signIn("", "alice");
        WebElement join = chromium.await("#kc-invitation-accept");
        takePictures("invitation-accept");
        join.sendKeys(Keys.ENTER);

        // The account console has logged itself in and shows alice her own page.
        chromium.await("#email, [data-testid='account-console'], .pf-v5-c-page__sidebar");
        assertThat(chromium.driver().getCurrentUrl()).contains("/account/");
        assertThat(people.role(tenant, addressOf("alice"))).isEqualTo("admin");
        chromium.driver().get(link);
        chromium.await("#kc-invitation-notice");
        takePictures("invitation-refused");
    }

    @Test
    void newPersonCannotTypeAnotherAddress() throws IOException {
        Tenant tenant = realm.tenantOf(realm.person(), "Acme Inc.");
        String address = freshAddress();

        chromium.driver().get(people.link(tenant, address, "member"));
        WebElement email = chromium.await("#email");
        takePictures("invitation-register");
        email.sendKeys("x");

        assertThat(email.getAttribute("value")).isEqualTo(address);
    }

    @Test
    void registrationAsksForTheTenant() throws IOException {
        realm.firstTenant("REQUIRED");
        try {
            chromium.driver()
                    .get(realm.realm().issuer()
                            + "/protocol/openid-connect/registrations?response_type=code&scope=openid&client_id="
                            + LoginRealm.OTHER + "&redirect_uri=http://localhost:1/callback");
            chromium.await("#tenantName").sendKeys("Not Good", Keys.ENTER);
            assertThat(chromium.await("#input-container-tenantName, #input-error-tenantName")
                            .isDisplayed())
                    .isTrue();
            takePictures("tenant-registration");
        } finally {
            realm.firstTenant("DISABLED");
        }
    }

    private void signIn(String username, String password) {
        WebElement name = chromium.await("#username");
        if (!username.isEmpty()) {
            name.clear();
            name.sendKeys(username);
        }
        chromium.await("#password").sendKeys(password, Keys.ENTER);
    }

    /** As people see the page: on a desk by day and by night, and on a phone, where nothing may stick out. */
    private void takePictures(String name) throws IOException {
        for (String scheme : List.of("light", "dark")) {
            chromium.colours(scheme);
            Files.write(PICTURES.resolve(name + "-" + scheme + ".png"), chromium.screenshot());
        }
        chromium.colours("light");
        chromium.size(390, 844, 2);
        assertThat(chromium.scrollsSideways()).as("sticks out of a phone").isFalse();
        Files.write(PICTURES.resolve(name + "-phone.png"), chromium.screenshot());
        chromium.size(800, 640, 1);
    }
}
