package io.oka.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oka.server.GoogleLogin;
import io.oka.testing.OkaServer;
import io.oka.testing.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo's Google login follows the environment from start to start. */
@OkaServer
final class GoogleLoginIT {

    @Test
    void loginFollowsTheEnvironment(TestRealm realm) {
        GoogleLogin off = GoogleLogin.of(Map.of());
        GoogleLogin on =
                GoogleLogin.of(Map.of("OKA_GOOGLE_CLIENT_ID", "the-id", "OKA_GOOGLE_CLIENT_SECRET", "the-secret"));

        off.apply(realm.oka().admin(), realm.name());
        assertThat(offered(realm)).isFalse();
        on.apply(realm.oka().admin(), realm.name());
        on.apply(realm.oka().admin(), realm.name());
        assertThat(offered(realm)).isTrue();
        JsonNode google = realm.oka().admin().get(realm.adminPath("/identity-provider/instances/google"));
        assertThat(google.path("config").path("clientId").asText()).isEqualTo("the-id");

        off.apply(realm.oka().admin(), realm.name());
        assertThat(offered(realm)).isFalse();
    }

    private static boolean offered(TestRealm realm) {
        return realm.browser().open(TestRealm.WEB, Map.of()).page().selectFirst("a[href*=broker/google]") != null;
    }
}
