package io.oka.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CookieJarTest {

    private final CookieJar jar = new CookieJar();

    @Test
    void cookieGoesBackBelowItsPath() {
        jar.take(List.of("AUTH=a=b;Path=/realms/one/;Secure;HttpOnly"));

        assertThat(jar.sentTo("/realms/one/protocol")).isEqualTo("AUTH=a=b");
        assertThat(jar.sentTo("/realms/two/protocol")).isEmpty();
    }

    @Test
    void expiredCookieIsForgotten() {
        jar.take(List.of("AUTH=a; Path=/"));
        jar.take(List.of("AUTH=; Path=/; Max-Age=0"));

        assertThat(jar.sentTo("/")).isEmpty();
    }
}
