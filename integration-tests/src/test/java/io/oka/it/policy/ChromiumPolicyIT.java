package io.oka.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.login.Chromium;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/** The page of a policy in Keycloak's own admin console; its picture is left in {@code target/screenshots}. */
@OkaServer
@EnabledIf(
        value = "io.oka.it.login.Chromium#isFound",
        disabledReason = "no Chromium with a chromedriver on the path: install both, or name them by -Doka.chromium and"
                + " -Doka.chromedriver")
final class ChromiumPolicyIT {

    private static final Path PICTURES = Path.of(System.getProperty("oka.work"), "screenshots");

    @TempDir
    private Path profile;

    @Test
    void consoleShowsTheConfigurationAndKeepsIt(Oka oka) throws IOException {
        Files.createDirectories(PICTURES);
        try (ResourceServer server = ResourceServer.create(oka);
                Chromium chromium = Chromium.start(profile)) {
            String tenant = Tenants.create(server.realm(), "alice");
            String id = server.policy(Map.of("feature", "export", "quantity", 25, "tenantId", tenant))
                    .expect(201)
                    .id();
            chromium.size(1200, 1000, 1);
            signIn(chromium, oka, server, "/policy/" + id + "/entitlements");

            chromium.await(page -> shown(page).contains("\"quantity\"") ? page : null);
            picture(chromium, "policy");
            WebElement name = chromium.await("[data-testid='name']");
            name.sendKeys(" renamed");
            chromium.await("[data-testid='save']").click();

            chromium.await(page -> typed(server, id).path("name").asText().endsWith(" renamed") ? page : null);
            JsonNode kept = typed(server, id);
            assertThat(kept.path("feature").asText()).isEqualTo("export");
            assertThat(kept.path("quantity").asInt()).isEqualTo(25);
            assertThat(kept.path("tenantId").asText()).isEqualTo(tenant);
            chromium.driver().get(console(oka, server, "/policies"));
            chromium.await(
                    page -> page.findElement(By.tagName("body")).getText().contains("may export") ? page : null);
            picture(chromium, "policies");
        }
    }

    private static void signIn(Chromium chromium, Oka oka, ResourceServer server, String page) {
        chromium.driver().get(console(oka, server, page));
        chromium.await("#username").sendKeys("admin");
        chromium.await("#password").sendKeys("admin");
        chromium.await("#kc-login").click();
    }

    private static String console(Oka oka, ResourceServer server, String page) {
        return oka.baseUrl() + "/admin/master/console/#/" + server.realm().name()
                + server.path("").replace("/authz/resource-server", "/authorization") + page;
    }

    /** The page's text, and what its editor holds. */
    private static String shown(WebDriver page) {
        return page.findElement(By.tagName("body")).getText()
                + page.findElements(By.tagName("textarea")).stream()
                        .map(area -> area.getDomProperty("value"))
                        .toList();
    }

    private static JsonNode typed(ResourceServer server, String id) {
        return server.operator()
                .get(server.path("/policy/entitlements/" + id))
                .send()
                .expect(200)
                .json();
    }

    private static void picture(Chromium chromium, String name) {
        try {
            Files.write(PICTURES.resolve("console-" + name + ".png"), chromium.screenshot());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
