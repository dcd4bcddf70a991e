package io.oka.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.it.support.InChromium;
import io.oka.it.support.NeedsChromium;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

/** The page of a policy in Keycloak's own admin console; its picture is left in {@code target/screenshots}. */
@OkaServer
@NeedsChromium
final class ChromiumPolicyIT extends InChromium {

    @Test
    void consoleShowsTheConfigurationAndKeepsIt(Oka oka) {
        try (ResourceServer server = ResourceServer.create(oka)) {
            String tenant = Tenants.create(server.realm(), "alice");
            String id = server.policy(Map.of("feature", "export", "quantity", 25, "tenantId", tenant))
                    .expect(201)
                    .id();
            chromium.size(1200, 1000, 1);
            chromium.driver().get(console(oka, server, "/policy/" + id + "/entitlements"));
            chromium.signIn("admin", "admin");

            chromium.await(page -> shown(page).contains("\"quantity\"") ? page : null);
            chromium.takePicture("console-policy");
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
            chromium.takePicture("console-policies");
        }
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
}
