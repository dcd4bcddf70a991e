package io.oka.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServeOptionsTest {

    private final Properties before = new Properties();

    @BeforeEach
    void asMavenSetsThem() {
        before.putAll(System.getProperties());
        System.getProperties()
                .putAll(Map.of("oka.work", "target/x", "oka.keycloak.zip", "kc.zip", "oka.providers", "target/none"));
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void defaultsAreThoseOfTheContract() {
        ServeOptions options = ServeOptions.fromSystemProperties();

        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.data()).isEqualTo(options.work().resolve("data"));
        assertThat(options.external()).isEmpty();
        assertThat(options.providers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "no-such-host.invalid"})
    void anythingButLoopbackIsRefused(String host) {
        System.setProperty("host", host);

        assertThatThrownBy(ServeOptions::fromSystemProperties)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("development passwords");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "65536"})
    void portMustBeOne(String port) {
        System.setProperty("port", port);

        assertThatThrownBy(ServeOptions::fromSystemProperties)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("is no port");
    }

    @Test
    void otherDatabasesAreRefused() {
        System.setProperty("db-url", "jdbc:mysql://localhost/x");

        assertThatThrownBy(ServeOptions::fromSystemProperties)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("is no PostgreSQL");
    }
}
