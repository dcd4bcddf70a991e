package io.oka.it.login;

import static io.oka.it.login.InvitedPeople.addressOf;
import static io.oka.it.login.InvitedPeople.freshAddress;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.login.LoginRealm.Tenant;
import io.oka.it.support.InChromium;
import io.oka.it.support.NeedsChromium;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages of an invitation in a real browser; their pictures are left in {@code target/screenshots}. */
@OkaServer
@NeedsChromium
class ChromiumInvitationIT extends InChromium {

    private static InvitedPeople people;
    private static LoginRealm realm;

    @BeforeAll
    static void createRealm(Oka oka) {
        people = InvitedPeople.create(oka, InChromium::dress);
        realm = people.realm();
        people.application(LoginRealm.WEB, "/realms/" + realm.realm().name() + "/account/");
    }

    @AfterAll
    static void removeRealm() {
        people.close();
    }

    @Test
    void personJoinsByKeyboardAfterSigningOutOfAnotherAccount() {
        realm.realm().addUser("bob");
        realm.realm().addUser("alice");
        Tenant tenant = realm.tenantOf(realm.person(), "Acme Inc.");
        String link = people.link(tenant, addressOf("alice"), "admin");

        chromium.driver().get(link);
        chromium.signIn("bob", "bob");
        chromium.await("#kc-invitation-again");
        chromium.takePictures("invitation-wrong-account");
        chromium.driver().findElement(By.id("kc-invitation-again")).sendKeys(Keys.ENTER);
        chromium.signIn(null, "alice");
        WebElement join = chromium.await("#kc-invitation-accept");
        chromium.takePictures("invitation-accept");
        join.sendKeys(Keys.ENTER);

        // The account console has logged itself in and shows alice her own page.
        chromium.await("#email, [data-testid='account-console'], .pf-v5-c-page__sidebar");
        assertThat(chromium.driver().getCurrentUrl()).contains("/account/");
        assertThat(people.role(tenant, addressOf("alice"))).isEqualTo("admin");
        chromium.driver().get(link);
        chromium.await("#kc-invitation-notice");
        chromium.takePictures("invitation-refused");
    }

    @Test
    void newPersonCannotTypeAnotherAddress() {
        Tenant tenant = realm.tenantOf(realm.person(), "Acme Inc.");
        String address = freshAddress();

        chromium.driver().get(people.link(tenant, address, "member"));
        WebElement email = chromium.await("#email");
        chromium.takePictures("invitation-register");
        email.sendKeys("x");

        assertThat(email.getAttribute("value")).isEqualTo(address);
    }

    @Test
    void registrationAsksForTheTenant() {
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
            chromium.takePictures("tenant-registration");
        } finally {
            realm.firstTenant("DISABLED");
        }
    }
}
