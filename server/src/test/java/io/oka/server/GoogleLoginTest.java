package io.oka.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GoogleLoginTest {

    @Test
    void needsBothOfWhatGoogleGaveOut() {
        String id = GoogleLogin.CLIENT_ID;
        String secret = GoogleLogin.CLIENT_SECRET;

        assertThat(GoogleLogin.of(Map.of(id, "i", secret, "s")).isOn()).isTrue();
        assertThat(GoogleLogin.of(Map.of()).isOn()).isFalse();
        assertThat(GoogleLogin.of(Map.of(id, "i")).isOn()).isFalse();
        assertThat(GoogleLogin.of(Map.of(secret, "s")).isOn()).isFalse();
        assertThat(GoogleLogin.of(Map.of(id, " ", secret, "s")).isOn()).isFalse();
    }
}
