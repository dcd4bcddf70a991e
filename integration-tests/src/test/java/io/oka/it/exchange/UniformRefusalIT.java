package io.oka.it.exchange;

import static io.oka.it.support.Exchanges.exchange;
import static io.oka.it.support.Exchanges.key;
import static io.oka.it.support.Exchanges.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.oka.it.support.Exchanges;
import io.oka.it.support.Exchanges.Key;
import io.oka.it.support.Tenants;
import io.oka.testing.Oka;
import io.oka.testing.OkaServer;
import io.oka.testing.Response;
import io.oka.testing.TestRealm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is wrong with a key shows in no byte of the answer, nor in its time. */
@OkaServer
final class UniformRefusalIT {

    private static final int ROUNDS = 60;
    private static final Duration MOST_APART = Duration.ofMillis(3);

    @Test
    void refusalsAreTheSameByteByByte(Oka oka) {
        try (TestRealm realm = Exchanges.realm(oka)) {
            Map<String, String> bad = bad(realm, oka);

            Map<String, Object> answers = new LinkedHashMap<>();
            bad.forEach((why, key) -> answers.put(why, bytes(send(realm, key))));

            assertThat(Set.copyOf(answers.values())).as(answers.toString()).hasSize(1);
            String log = oka.server().log();
            assertThat(bad.values()).allSatisfy(key -> assertThat(log).doesNotContain(key));
        }
    }

    @Test
    void refusalsTakeTheSameTime(Oka oka) {
        try (TestRealm realm = Exchanges.realm(oka)) {
            Map<String, String> bad = bad(realm, oka);
            Map<String, List<Long>> nanos = new LinkedHashMap<>();
            int offset = 40;
            for (int round = -10; round < ROUNDS; round++) {
                if (round % 3 == 0) {
                    // A new window, or the limit would answer.
                    offset += 61;
                    oka.moveClock(Duration.ofSeconds(offset));
                }
                for (Map.Entry<String, String> one : bad.entrySet()) {
                    long start = System.nanoTime();
                    assertThat(exchange(realm, one.getValue()).status()).isEqualTo(401);
                    if (round >= 0) {
                        nanos.computeIfAbsent(one.getKey(), why -> new ArrayList<>())
                                .add(System.nanoTime() - start);
                    }
                }
            }

            Map<String, Duration> medians = new LinkedHashMap<>();
            nanos.forEach((why, all) -> medians.put(why, Duration.ofNanos(median(all))));

            Duration unknown = Objects.requireNonNull(medians.get("unknown"));
            assertThat(medians).as(medians.toString()).allSatisfy((why, median) -> assertThat(
                            median.minus(unknown).abs())
                    .as("%s: %s, unknown: %s", why, median, unknown)
                    .isLessThan(MOST_APART));
        }
    }

    /** Keys that cannot be used, by what is wrong with them; all have been seen by this node before. */
    private static Map<String, String> bad(TestRealm realm, Oka oka) {
        Key revoked = key(realm);
        Key expired =
                key(realm, Map.of("expiresAt", Instant.now().plusSeconds(30).toString()));
        Key elsewhere = key(realm, Exchanges.elsewhere());
        Key suspended = key(realm);
        Key deleted = key(realm);
        for (Key key : List.of(revoked, expired, suspended, deleted)) {
            token(realm, key.secret());
        }
        revoked.revoke();
        Tenants.suspend(realm, suspended.tenantId());
        Tenants.delete(realm, deleted.tenantId());
        oka.moveClock(Duration.ofSeconds(40));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("unknown", KeyForm.wellFormed("x".repeat(32)));
        bad.put("revoked", revoked.secret());
        bad.put("expired", expired.secret());
        bad.put("elsewhere", elsewhere.secret());
        bad.put("suspended", suspended.secret());
        bad.put("deleted", deleted.secret());
        bad.put(
                "wrong checksum",
                revoked.secret().substring(0, 46) + (revoked.secret().endsWith("0") ? "1" : "0"));
        return bad;
    }

    private static Response send(TestRealm realm, String key) {
        return realm.anonymous()
                .post("/api-keys/exchange")
                .header("X-Request-ID", "the-same-request")
                .json(Map.of("apiKey", key))
                .send();
    }

    /** All that a caller is told: status, header fields but the date, body. */
    private static Object bytes(Response answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return List.of(answer.status(), headers, answer.text());
    }

    private static long median(List<Long> all) {
        return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
    }
}
