package io.oka.it.login;

import static io.oka.it.login.LoginRealm.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.oka.it.login.LoginRealm.Tenant;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client with a back-channel logout address hears of sessions that have ended, and delays nobody. */
@OkaServer
class LogoutNoticeIT {

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();
    private static final CountDownLatch ANSWER = new CountDownLatch(1);

    private static LoginRealm realm;
    private static HttpServer client;

    @BeforeAll
    static void createRealm(Oka oka) throws IOException {
        client = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client.createContext("/logout", exchange -> {
            HEARD.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            try {
                ANSWER.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        client.start();
        realm = LoginRealm.create(oka, representation -> representation.put("eventsEnabled", true));
        setLogoutAddress("http://127.0.0.1:" + client.getAddress().getPort() + "/logout");
    }

    @AfterAll
    static void removeRealm() {
        ANSWER.countDown();
        realm.close();
        client.stop(0);
    }

    @Test
    void clientHearsAfterTheAnswerAndDelaysNobody() {
        String person = realm.person();
        Tenant tenant = realm.tenantOf(person);
        Tokens tokens = Tokens.of(realm.grant(OTHER, person, Map.of()));
        String login = tokens.claims().path("sid").asText();

        int status = realm.realm()
                .with(tokens.access())
                .delete("/tenants/" + tenant.id() + "/sessions")
                .send()
                .status();

        JsonNode events =
                realm.admin().get(realm.realm().adminPath("/events?type=LOGOUT&user=" + realm.userId(person)));
        assertThat(events).hasSize(1);
        assertThat(events.path(0).path("clientId").asText()).isEqualTo(OTHER);
        assertThat(events.path(0).path("details").path("reason").asText()).isEqualTo("ended_by_request");
        assertThat(status).as("answered while the client hangs").isEqualTo(204);
        await().atMost(Duration.ofSeconds(20)).until(() -> !HEARD.isEmpty());
        assertThat(HEARD).hasSize(1);
        JsonNode notice = Tokens.claims(HEARD.get(0).replaceFirst("^logout_token=", ""));
        assertThat(notice.path("sub").asText()).isEqualTo(realm.userId(person));
        assertThat(notice.path("sid").asText()).isEqualTo(login);
        assertThat(notice.path("aud").asText()).isEqualTo(OTHER);
        assertThat(notice.path("iss").asText()).isEqualTo(realm.realm().issuer());
        assertThat(notice.path("events").has("http://schemas.openid.net/event/backchannel-logout"))
                .isTrue();
    }

    private static void setLogoutAddress(String url) {
        JsonNode found = realm.admin().get(realm.realm().adminPath("/clients?clientId=" + OTHER));
        realm.admin()
                .put(
                        realm.realm()
                                .adminPath(
                                        "/clients/" + found.path(0).path("id").asText()),
                        Map.of(
                                "attributes",
                                Map.of("backchannel.logout.url", url, "backchannel.logout.session.required", "true")));
    }
}
