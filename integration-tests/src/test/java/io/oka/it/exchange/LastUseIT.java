package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.exchange;
import static io.oka.it.support.Exchanges.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.OwnNode;
import io.oka.testing.TestRealm;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the use of a key leaves behind: when it was, and a hash under the pepper of the day. */
@OkaServer
final class LastUseIT {

    private static final String PEPPER = "KC_SPI_OKA_API_KEY__JPA__PEPPER_";

    private final Oka oka;

    LastUseIT(Oka oka) {
        this.oka = oka;
    }

    @Test
    void nodeHashesAnewWhatIsUsedAndWritesAllUsesWhenItStops() {
        try (TestRealm realm = Exchanges.realm(oka)) {
            Key used = key(realm);
            Key usedLast = key(realm);
            Key unused = key(realm);
            try (OwnNode node = OwnNode.start(oka, options -> options.developmentPepper()
                    .environment(PEPPER + "2", newPepper())
                    .environment(PEPPER + "CURRENT", "2")
                    // Longer than this test: what is written is written by what it does.
                    .argument("--spi-oka-api-key-use--default--last-used-interval=PT10M"))) {
                TestRealm there = realm.on(node.oka());
                for (int i = 0; i < 3; i++) {
                    exchange(there, used.secret()).expect(200);
                }
                assertThat(row(used).get("last_used_at"))
                        .as("not in the request")
                        .isNull();

                node.oka().runTask("oka-flush-api-key-uses");

                assertThat(row(used).get("last_used_at")).isNotNull();
                assertThat(row(used).get("pepper_version")).isEqualTo(2);
                exchange(there, used.secret()).expect(200);
                exchange(there, usedLast.secret()).expect(200);
            }

            assertThat(row(usedLast).get("last_used_at"))
                    .as("a clean stop loses no use")
                    .isNotNull();
            assertThat(row(unused).get("last_used_at")).isNull();
            assertThat(row(unused).get("pepper_version")).isEqualTo(1);
        }
    }

    private Map<String, @Nullable Object> row(Key key) {
        return oka.rows("SELECT last_used_at, pepper_version FROM oka_api_key WHERE id = ?", key.id())
                .get(0);
    }

    private static String newPepper() {
        byte[] pepper = new byte[32];
        new SecureRandom().nextBytes(pepper);
        return Base64.getEncoder().encodeToString(pepper);
    }
}
